import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { normalizeAxis } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { split } from "./split";
import { squeeze } from "./squeeze";

/** Options of `unstack`. */
export interface UnstackOptions {
  /** How many there must be. */
  num?: number | null;
  /** The axis that goes; 0 by default. */
  axis?: number;
}

/**
 * The slices of a tensor along an axis, without it.
 *
 * @throws ShapeError when `num` is not the size of the axis.
 * @example ops.unstack(ops.ones([3, 2])).length // 3
 */
export const unstack: (x: TensorLike, options?: UnstackOptions) => Tensor[] = callable(
  "unstack",
  (x: TensorLike, options?: UnstackOptions): Tensor[] => {
    const own = checkOptions("unstack", options, ["num", "axis"], "ops.unstack(x, { axis: 0 })");
    const tensor = toTensor("unstack", x);
    const axis = normalizeAxis("unstack", own.axis ?? 0, tensor.rank);
    const size = tensor.dims[axis]!;
    if (own.num !== undefined && own.num !== null && own.num !== size) {
      throw new ShapeError("unstack", "the axis has another size", { expected: `${own.num}`, received: { size } });
    }
    if (size === 0) return [];
    return split(tensor, size, { axis }).map((part) => squeeze(part, { axis }));
  },
);
