import type { TensorLike } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { multiply } from "../multiply";
import { subtract } from "../subtract";
import { take } from "../take";
import { moveaxis } from "./moveaxis";
import { stack } from "./stack";

/** Options of `cross`. */
export interface CrossOptions {
  /** The axis of the vectors of x1; the last by default. */
  axisa?: number;
  /** That of x2. */
  axisb?: number;
  /** That of the result. */
  axisc?: number;
  /** All three. */
  axis?: number | null;
}

/**
 * The cross product of vectors of three numbers; a third that is missing is 0. Of two vectors of two it is the number
 * that is left.
 *
 * @throws ShapeError when vectors have neither two nor three numbers.
 * @example K.eval(ops.cross([1, 0, 0], [0, 1, 0])) // [0. 0. 1.]
 */
export const cross: (x1: TensorLike, x2: TensorLike, options?: CrossOptions) => Tensor = callable(
  "cross",
  (x1: TensorLike, x2: TensorLike, options?: CrossOptions): Tensor => {
    const form = "ops.cross(x1, x2, { axis: -1 })";
    const own = checkOptions("cross", options, ["axisa", "axisb", "axisc", "axis"], form);
    const [a, b] = [moveaxis(x1, own.axis ?? own.axisa ?? -1, -1), moveaxis(x2, own.axis ?? own.axisb ?? -1, -1)];
    const [m, n] = [a.dims[a.rank - 1]!, b.dims[b.rank - 1]!];
    if (![2, 3].includes(m) || ![2, 3].includes(n)) {
      throw new ShapeError("cross", "the vectors have neither two nor three numbers", {
        received: { "x1.shape": a.shape, "x2.shape": b.shape },
      });
    }
    const part = (x: Tensor, i: number): Tensor | number => (i < x.dims[x.rank - 1]! ? take(x, i, { axis: -1 }) : 0);
    const minor = (i: number, j: number): Tensor =>
      subtract(multiply(part(a, i), part(b, j)), multiply(part(a, j), part(b, i)));
    if (m + n === 4) return minor(0, 1);
    const list = [minor(1, 2), minor(2, 0), minor(0, 1)];
    return moveaxis(stack(list, { axis: -1 }), -1, own.axis ?? own.axisc ?? -1);
  },
);
