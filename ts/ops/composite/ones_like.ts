import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { full } from "./full";

/**
 * A tensor of ones shaped and typed like another.
 *
 * @example K.eval(ops.onesLike([5, 6])) // [1. 1.]
 */
export const onesLike: (x: TensorLike) => Tensor = callable("ones_like", (x: TensorLike): Tensor => {
  const tensor = toTensor("ones_like", x);
  return full(tensor.dims, 1, { dtype: tensor.dtype });
});
