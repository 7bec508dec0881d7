import type { Op } from "../core/op";
import { chunksOp, type ReduceFunction, reduction } from "./kinds/reduce";

/** The record of the sums of chunks. */
export const sumChunksOp: Op = chunksOp("sum_chunks");

/**
 * The sum over axes.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.sum([[1, 2], [3, 4]], { axis: 0 })) // [4. 6.]
 */
export const sum: ReduceFunction = reduction({
  name: "sum",
  keras: "keras.src.ops.numpy.Sum",
  reference: (values) => values.reduce((a, b) => a + b, 0),
  gradient: (x, _y, g, k) => k.broadcastTo(g, x.dims),
  chunks: sumChunksOp,
  empty: 0,
});
