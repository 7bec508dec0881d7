import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { concatenate } from "../concatenate";
import { atLeast3, type StackFunction } from "../kinds/atleast";

/**
 * Tensors one behind the other along the third axis.
 *
 * @throws ShapeError when other sizes differ.
 * @example K.eval(ops.dstack([[1, 2], [3, 4]])) // [[[1. 3.]  [2. 4.]]]
 */
export const dstack: StackFunction = callable(
  "dstack",
  (xs: readonly TensorLike[]): Tensor =>
    concatenate(
      xs.map((x) => atLeast3("dstack", x)),
      { axis: 2 },
    ),
);
