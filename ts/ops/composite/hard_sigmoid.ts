import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { cast } from "../cast";
import { divide } from "../divide";
import { relu6 } from "../relu6";

/**
 * relu6(x + 3) / 6.
 *
 * @example K.eval(ops.hardSigmoid([-3, 0, 3])) // [0.  0.5 1. ]
 */
export const hardSigmoid: (x: TensorLike) => Tensor = callable("hard_sigmoid", (x: TensorLike): Tensor => {
  const tensor = cast(toTensor("hard_sigmoid", x), "float32");
  return divide(relu6(add(tensor, 3)), 6);
});
