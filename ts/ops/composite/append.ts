import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { concatenate } from "../concatenate";
import { reshape } from "../view/reshape";

/**
 * A second tensor behind the first, along an axis; of both flattened when there is none.
 *
 * @throws ShapeError when other sizes differ.
 * @example K.eval(ops.append([1, 2], [3])) // [1. 2. 3.]
 */
export const append: (x1: TensorLike, x2: TensorLike, options?: { axis?: number | null }) => Tensor = callable(
  "append",
  (x1: TensorLike, x2: TensorLike, options?: { axis?: number | null }): Tensor => {
    const { axis } = checkOptions("append", options, ["axis"], "ops.append(x1, x2, { axis: 0 })");
    return typeof axis === "number" ? concatenate([x1, x2], { axis }) : concatenate([reshape(x1, -1), reshape(x2, -1)]);
  },
);
