import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { broadcastTo } from "../broadcast_to";
import { cast } from "../cast";

/**
 * A tensor of the shape and dtype of another that holds one value.
 *
 * @example K.eval(ops.fullLike([1, 2], 7)) // [7. 7.]
 */
export const fullLike: (x: TensorLike, fillValue: TensorLike, options?: { dtype?: string | null }) => Tensor = callable(
  "full_like",
  (x: TensorLike, fillValue: TensorLike, options?: { dtype?: string | null }): Tensor => {
    const { dtype } = checkOptions("full_like", options, ["dtype"], "ops.fullLike(x, 7)");
    const tensor = toTensor("full_like", x);
    return broadcastTo(cast(fillValue, dtype ?? tensor.dtype), tensor.dims);
  },
);
