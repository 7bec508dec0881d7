import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { greater } from "../greater";
import { less } from "../less";
import { where } from "../where";

/**
 * x brought into [-1, 1].
 *
 * @example K.eval(ops.hardTanh([-2, 0.5, 2])) // [-1.   0.5  1. ]
 */
export const hardTanh: (x: TensorLike) => Tensor = callable("hard_tanh", (x: TensorLike): Tensor => {
  const tensor = cast(toTensor("hard_tanh", x), "float32");
  return where(greater(tensor, 1), 1, where(less(tensor, -1), -1, tensor));
});
