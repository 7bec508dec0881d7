import { type SplitFunction, splitAlong } from "../kinds/atleast";

/**
 * The tensor cut along the second axis, or the first where there is but one: into equal parts, or before each of the
 * indices given.
 *
 * @throws ShapeError when it does not divide into equal parts.
 * @example ops.hsplit([1, 2, 3, 4], 2).length // 2
 */
export const hsplit: SplitFunction = splitAlong("hsplit", 1);
