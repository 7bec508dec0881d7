import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { notEqual } from "../not_equal";

/**
 * Whether elements are no numbers.
 *
 * @example K.eval(ops.isnan([1, Number.NaN])) // [False  True]
 */
export const isnan: (x: TensorLike) => Tensor = callable("isnan", (x: TensorLike): Tensor => {
  const tensor = toTensor("isnan", x);
  return notEqual(tensor, tensor);
});
