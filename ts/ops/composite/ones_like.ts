import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { full } from "./full";

/**
 * A tensor of ones shaped and typed like another.
 *
 * @example K.eval(ops.onesLike([5, 6])) // [1. 1.]
 */
export const onesLike: (x: TensorLike, options?: { dtype?: string | null }) => Tensor = callable(
  "ones_like",
  (x: TensorLike, options?: { dtype?: string | null }): Tensor => {
    const { dtype } = checkOptions("ones_like", options, ["dtype"], 'ops.onesLike(x, { dtype: "int32" })');
    const tensor = toTensor("ones_like", x);
    return full(tensor.dims, 1, { dtype: dtype ?? tensor.dtype });
  },
);
