import { type SplitFunction, splitAlong } from "../kinds/atleast";

/**
 * The tensor cut along the first axis: into equal parts, or before each of the indices given.
 *
 * @throws ShapeError when it does not divide into equal parts.
 * @example ops.vsplit([[1], [2]], 2).length // 2
 */
export const vsplit: SplitFunction = splitAlong("vsplit", 0);
