import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { absolute } from "../absolute";
import { add } from "../add";
import { cast } from "../cast";
import { divide } from "../divide";

/**
 * x / (1 + |x|).
 *
 * @example K.eval(ops.softsign([-1, 1])) // [-0.5  0.5]
 */
export const softsign: (x: TensorLike) => Tensor = callable("softsign", (x: TensorLike): Tensor => {
  const tensor = cast(toTensor("softsign", x), "float32");
  return divide(tensor, add(1, absolute(tensor)));
});
