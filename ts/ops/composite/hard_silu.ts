import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { multiply } from "../multiply";
import { hardSigmoid } from "./hard_sigmoid";

/**
 * x hardSigmoid(x), also called hardSwish (Howard et al., 2019).
 *
 * @example K.eval(ops.hardSilu([-3, 0, 3])) // [-0.  0.  3.]
 */
export const hardSilu: (x: TensorLike) => Tensor = callable("hard_silu", (x: TensorLike): Tensor => {
  const tensor = cast(toTensor("hard_silu", x), "float32");
  return multiply(tensor, hardSigmoid(tensor));
});
