import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { concatenate } from "../concatenate";
import { atLeast2, type StackFunction } from "../kinds/atleast";

/**
 * Tensors one below the other along the first axis; those of one axis are rows.
 *
 * @throws ShapeError when other sizes differ.
 * @example K.eval(ops.vstack([[1, 2], [3, 4]])) // [[1. 2.] [3. 4.]]
 */
export const vstack: StackFunction = callable(
  "vstack",
  (xs: readonly TensorLike[]): Tensor => concatenate(xs.map((x) => atLeast2("vstack", x))),
);
