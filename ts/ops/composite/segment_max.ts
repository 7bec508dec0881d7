import { type SegmentFunction, segments } from "../kinds/segments";

/**
 * The largest elements of the rows of each segment. Rows of a segment outside are left out.
 *
 * @throws ValueError without `numSegments`.
 * @example K.eval(ops.segmentMax([1, 2, 3], [0, 0, 1], { numSegments: 2 })) // [2. 3.]
 */
export const segmentMax: SegmentFunction = segments("segment_max", "segmentMax", "max", [
  Number.NEGATIVE_INFINITY,
  -(2 ** 31),
]);
