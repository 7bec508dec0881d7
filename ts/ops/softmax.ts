import { type RowsFunction, rowsOp } from "./kinds/rows";

/**
 * exp(x) over its sum along an axis.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.softmax([0, 0])) // [0.5 0.5]
 */
export const softmax: RowsFunction = rowsOp({
  name: "softmax",
  camel: "softmax",
  keras: "keras.src.ops.nn.Softmax",
  reference: (row) => {
    const top = Math.max(...row);
    const e = row.map((x) => Math.exp(x - top));
    const sum = e.reduce((a, b) => a + b, 0);
    return e.map((x) => x / sum);
  },
  gradient: (_x, y, g, k) => {
    const gy = k.multiply(g, y);
    return k.subtract(gy, k.multiply(y, k.sum(gy, { axis: -1, keepdims: true })));
  },
});
