import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { greater } from "../greater";
import { less } from "../less";
import { logicalAnd } from "../logical_and";
import { maximum } from "../maximum";
import { minimum } from "../minimum";
import { stopGradient } from "../view/stop_gradient";
import { where } from "../where";

/**
 * min(max(x, 0), 6); the slope at 0 and 6 is 0.
 *
 * @example K.eval(ops.relu6([-1, 3, 9])) // [0. 3. 6.]
 */
export const relu6: (x: TensorLike) => Tensor = callable("relu6", (x: TensorLike): Tensor => {
  const tensor = cast(toTensor("relu6", x), "float32");
  const inside = logicalAnd(greater(tensor, 0), less(tensor, 6));
  return where(inside, tensor, stopGradient(minimum(maximum(tensor, 0), 6)));
});
