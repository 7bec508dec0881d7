import { type SegmentFunction, segments } from "../kinds/segments";

/**
 * The sums of the rows of each segment. Rows of a segment outside are left out.
 *
 * @throws ValueError without `numSegments`.
 * @example K.eval(ops.segmentSum([1, 2, 3], [0, 0, 1], { numSegments: 2 })) // [3. 3.]
 */
export const segmentSum: SegmentFunction = segments("segment_sum", "segmentSum", "add", [0, 0]);
