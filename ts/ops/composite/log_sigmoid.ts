import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { negative } from "../negative";
import { softplus } from "../softplus";

/**
 * log(sigmoid(x)), without overflow.
 *
 * @example K.eval(ops.logSigmoid([0])) // [-0.6931472]
 */
export const logSigmoid: (x: TensorLike) => Tensor = callable("log_sigmoid", (x: TensorLike): Tensor => {
  const tensor = cast(toTensor("log_sigmoid", x), "float32");
  return negative(softplus(negative(tensor)));
});
