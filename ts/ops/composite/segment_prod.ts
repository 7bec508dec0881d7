import { type SegmentFunction, segments } from "../kinds/segments";

/**
 * The products of the rows of each segment. Rows of a segment outside are left out.
 *
 * @throws ValueError without `numSegments`.
 * @example K.eval(ops.segmentProd([1, 2, 3], [0, 0, 1], { numSegments: 2 })) // [2. 3.]
 */
export const segmentProd: SegmentFunction = segments("segment_prod", "segmentProd", "mul", [1, 1]);
