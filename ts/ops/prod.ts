import type { OpTable } from "../core/op";
import type { Tensor } from "../core/tensor";
import { cast } from "./cast";
import { type ReduceFunction, reduction } from "./kinds/reduce";

/**
 * The product over axes, of elements as `dtype` when it is given.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.prod([2, 3, 4])) // 24
 */
export const prod: ReduceFunction<{ dtype?: string | null }> = reduction({
  name: "prod",
  keras: "keras.src.ops.numpy.Prod",
  reference: (values) => values.reduce((a, b) => a * b, 1),
  gradient(x, y, g, k) {
    const zero = k.equal(x, 0);
    // The branch not taken must not divide by zero: its gradient would be NaN.
    const others = k.divide(k.multiply(g, y), k.where(zero, 1, x));
    return k.where(zero, k.multiply(g, zeroFactor(x, y, k)), others);
  },
  empty: 1,
  option: { name: "dtype", before: (x, value) => cast(x, value as string) },
});

/** The derivative where a factor is zero: the product of the others, which is not zero only for a single zero. */
function zeroFactor(x: Tensor, y: Tensor, k: OpTable): Tensor {
  const zero = k.equal(x, 0);
  const axes = y.dims.flatMap((d, i) => (d === 1 && x.dims[i] !== 1 ? [i] : []));
  const zeros = k.sum(k.cast(zero, "float32"), { axis: axes, keepdims: true });
  const others = k.prod(k.where(zero, 1, x), { axis: axes, keepdims: true });
  return k.where(k.equal(zeros, 1), others, 0);
}
