import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { subtract } from "../subtract";
import { tanh } from "../tanh";

/**
 * x - tanh(x).
 *
 * @example K.eval(ops.tanhShrink(0)) // 0
 */
export const tanhShrink: (x: TensorLike) => Tensor = callable("tanh_shrink", (x: TensorLike): Tensor => {
  const tensor = cast(toTensor("tanh_shrink", x), "float32");
  return subtract(tensor, tanh(tensor));
});
