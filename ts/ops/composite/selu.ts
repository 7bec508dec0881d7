import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { expm1 } from "../expm1";
import { greater } from "../greater";
import { multiply } from "../multiply";
import { where } from "../where";

const ALPHA = 1.6732632423543772;
const SCALE = 1.0507009873554805;

/**
 * The scaled exponential linear unit (Klambauer et al., 2017).
 *
 * @example K.eval(ops.selu(0)) // 0
 */
export const selu: (x: TensorLike) => Tensor = callable("selu", (x: TensorLike): Tensor => {
  const tensor = cast(toTensor("selu", x), "float32");
  const negative = multiply(ALPHA, expm1(where(greater(tensor, 0), 0, tensor)));
  return multiply(SCALE, where(greater(tensor, 0), tensor, negative));
});
