import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { full } from "./full";

/**
 * A tensor of zeros shaped and typed like another.
 *
 * @example K.eval(ops.zerosLike([5, 6])) // [0. 0.]
 */
export const zerosLike: (x: TensorLike) => Tensor = callable("zeros_like", (x: TensorLike): Tensor => {
  const tensor = toTensor("zeros_like", x);
  return full(tensor.dims, 0, { dtype: tensor.dtype });
});
