import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { multiply } from "../multiply";
import { sigmoid } from "../sigmoid";

/**
 * x sigmoid(x), also called swish.
 *
 * @example K.eval(ops.silu(0)) // 0
 */
export const silu: (x: TensorLike) => Tensor = callable("silu", (x: TensorLike): Tensor => {
  const tensor = cast(toTensor("silu", x), "float32");
  return multiply(tensor, sigmoid(tensor));
});
