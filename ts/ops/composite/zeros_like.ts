import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { full } from "./full";

/**
 * A tensor of zeros shaped and typed like another.
 *
 * @example K.eval(ops.zerosLike([5, 6])) // [0. 0.]
 */
export const zerosLike: (x: TensorLike, options?: { dtype?: string | null }) => Tensor = callable(
  "zeros_like",
  (x: TensorLike, options?: { dtype?: string | null }): Tensor => {
    const { dtype } = checkOptions("zeros_like", options, ["dtype"], 'ops.zerosLike(x, { dtype: "int32" })');
    const tensor = toTensor("zeros_like", x);
    return full(tensor.dims, 0, { dtype: dtype ?? tensor.dtype });
  },
);
