import type { TensorLike } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { orderAlong, type SortOptions, sortable } from "../argsort";
import { concatenate } from "../concatenate";
import { sorted } from "./sort";
import { split } from "./split";

/**
 * The places along an axis of the kth + 1 least elements, in order, then those of the others, as they lie. int32.
 *
 * @throws ShapeError when `kth` is out of range.
 * @example K.eval(ops.argpartition([3, 1, 2], 0)) // [1 0 2]
 */
export const argpartition: (x: TensorLike, kth: number, options?: SortOptions) => Tensor = callable(
  "argpartition",
  (x: TensorLike, kth: number, options?: SortOptions): Tensor => {
    const { x: tensor, axis } = sortable("argpartition", x, options);
    const size = tensor.dims[axis]!;
    if (!Number.isInteger(kth) || kth < -size || kth >= size) {
      throw new ShapeError("argpartition", "kth is out of range", { expected: `up to ${size - 1}`, received: { kth } });
    }
    const [least, others] = split(orderAlong(tensor, axis), [(kth < 0 ? kth + size : kth) + 1], { axis });
    return concatenate([least!, sorted(others!, axis)], { axis });
  },
);
