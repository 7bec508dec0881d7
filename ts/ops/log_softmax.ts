import { type RowsFunction, rowsOp } from "./kinds/rows";

/**
 * log(softmax(x)) along an axis, without overflow.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.logSoftmax([5])) // [0.]
 */
export const logSoftmax: RowsFunction = rowsOp({
  name: "log_softmax",
  camel: "logSoftmax",
  keras: "keras.src.ops.nn.LogSoftmax",
  reference: (row) => {
    const top = Math.max(...row);
    const log = Math.log(row.reduce((sum, x) => sum + Math.exp(x - top), 0));
    return row.map((x) => x - top - log);
  },
  gradient: (_x, y, g, k) => k.subtract(g, k.multiply(k.exp(y), k.sum(g, { axis: -1, keepdims: true }))),
});
