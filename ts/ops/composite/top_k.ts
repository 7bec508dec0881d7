import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { orderAlong } from "../argsort";
import { slice } from "../slice";
import { takeAlongAxis } from "../take_along_axis";

/**
 * The k largest elements of the last axis and their places: [values, indices]. Larger ones first, NaN before all; equal
 * ones stay in order.
 *
 * @throws ShapeError when the last axis has less than k elements.
 * @example K.eval(ops.topK([3, 1, 2], 2)[1]) // [0 2]
 */
export const topK: (x: TensorLike, k: number, options?: { sorted?: boolean }) => Tensor[] = callable(
  "top_k",
  (x: TensorLike, k: number, options?: { sorted?: boolean }): Tensor[] => {
    checkOptions("top_k", options, ["sorted"], "ops.topK(x, 3)");
    const tensor = toTensor("top_k", x);
    const axis = tensor.rank - 1;
    const size = tensor.dims[axis] ?? 0;
    if (!Number.isInteger(k) || k < 0 || k > size || axis < 0) {
      throw new ShapeError("top_k", "the last axis has not so many elements", {
        expected: `a whole number from 0 to ${size}`,
        received: { k },
      });
    }
    const order = orderAlong(tensor, axis, true);
    const indices = slice(
      order,
      order.dims.map(() => 0),
      [...order.dims.slice(0, -1), k],
    );
    return [takeAlongAxis(tensor, indices, { axis }), indices];
  },
);
