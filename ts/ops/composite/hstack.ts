import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { concatenate } from "../concatenate";
import type { StackFunction } from "../kinds/atleast";
import { reshape } from "../view/reshape";

/**
 * Tensors side by side along the second axis, or the first where there is but one.
 *
 * @throws ShapeError when other sizes differ.
 * @example K.eval(ops.hstack([[1, 2], [3]])) // [1. 2. 3.]
 */
export const hstack: StackFunction = callable("hstack", (xs: readonly TensorLike[]): Tensor => {
  const tensors = xs.map((x) => toTensor("hstack", x)).map((x) => (x.rank === 0 ? reshape(x, [1]) : x));
  return concatenate(tensors, { axis: tensors[0]?.rank === 1 ? 0 : 1 });
});
