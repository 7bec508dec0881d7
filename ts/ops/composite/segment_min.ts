import { type SegmentFunction, segments } from "../kinds/segments";

/**
 * The least elements of the rows of each segment. Rows of a segment outside are left out.
 *
 * @throws ValueError without `numSegments`.
 * @example K.eval(ops.segmentMin([1, 2, 3], [0, 0, 1], { numSegments: 2 })) // [1. 3.]
 */
export const segmentMin: SegmentFunction = segments("segment_min", "segmentMin", "min", [
  Number.POSITIVE_INFINITY,
  2 ** 31 - 1,
]);
