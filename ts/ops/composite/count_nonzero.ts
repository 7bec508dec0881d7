import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { sum } from "../sum";

/**
 * How many elements along the axes are not 0.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.countNonzero([1, 0, 2])) // 2
 */
export const countNonzero: (x: TensorLike, options?: { axis?: number | readonly number[] | null }) => Tensor = callable(
  "count_nonzero",
  (x: TensorLike, options?: { axis?: number | readonly number[] | null }): Tensor => {
    checkOptions("count_nonzero", options, ["axis"], "ops.countNonzero(x, { axis: 1 })");
    return sum(cast(cast(x, "bool"), "int32"), options);
  },
);
