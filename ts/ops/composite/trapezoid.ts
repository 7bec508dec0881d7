import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { cast } from "../cast";
import { multiply } from "../multiply";
import { sum } from "../sum";
import { diff } from "./diff";
import { moveaxis } from "./moveaxis";
import { split } from "./split";

/** Options of `trapezoid`. */
export interface TrapezoidOptions {
  /** Where the values stand, along the axis or at each of them. */
  x?: TensorLike | null;
  /** How far apart they stand, without x; 1 by default. */
  dx?: TensorLike;
  axis?: number;
}

/**
 * The area below values along an axis, by trapezoids.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.trapezoid([1, 2, 3])) // 4
 */
export const trapezoid: (y: TensorLike, options?: TrapezoidOptions) => Tensor = callable(
  "trapezoid",
  (y: TensorLike, options?: TrapezoidOptions): Tensor => {
    const {
      x,
      dx = 1,
      axis = -1,
    } = checkOptions("trapezoid", options, ["x", "dx", "axis"], "ops.trapezoid(y, { dx: 0.1 })");
    const last = moveaxis(cast(toTensor("trapezoid", y), "float32"), axis, -1);
    const size = last.dims[last.rank - 1]!;
    const [[start], [, end]] = [split(last, [size - 1], { axis: -1 }), split(last, [1], { axis: -1 })] as const;
    const at = x === undefined || x === null ? undefined : toTensor("trapezoid", x);
    const width = at ? diff(at.rank === 1 ? at : moveaxis(at, axis, -1)) : dx;
    return multiply(0.5, sum(multiply(add(start!, end!), width), { axis: -1 }));
  },
);
