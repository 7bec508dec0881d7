import { type SplitFunction, splitAlong } from "../kinds/atleast";

/**
 * The tensor cut along the third axis: into equal parts, or before each of the indices given.
 *
 * @throws ShapeError when it does not divide into equal parts.
 * @example ops.dsplit([[[1, 2]]], 2).length // 2
 */
export const dsplit: SplitFunction = splitAlong("dsplit", 2);
