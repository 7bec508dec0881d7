/** How max and min share a gradient. */
import type { OpTable } from "../../core/op";
import type { Tensor } from "../../core/tensor";

/** The gradient of a fold that picks: equal shares to all elements that are the result, as in JAX. */
export function shareTies(x: Tensor, y: Tensor, g: Tensor, k: OpTable): Tensor {
  const chosen = k.cast(k.equal(x, y), "float32");
  const axes = y.dims.flatMap((d, i) => (d === 1 && x.dims[i] !== 1 ? [i] : []));
  const count = axes.length ? k.sum(chosen, { axis: axes, keepdims: true }) : chosen;
  return k.multiply(k.divide(chosen, count), g);
}
