import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { absolute } from "../absolute";
import { add } from "../add";
import { cast } from "../cast";
import { equal } from "../equal";
import { lessEqual } from "../less_equal";
import { logicalAnd } from "../logical_and";
import { logicalOr } from "../logical_or";
import { multiply } from "../multiply";
import { subtract } from "../subtract";
import { where } from "../where";
import { isfinite } from "./isfinite";
import { isnan } from "./isnan";

/** Options of `isclose` and `allclose`. */
export interface CloseOptions {
  /** How far apart, as a part of x2; 1e-5 by default. */
  rtol?: TensorLike;
  /** How far apart besides; 1e-8 by default. */
  atol?: TensorLike;
  /** Whether NaN is close to NaN. */
  equalNan?: boolean;
}

/**
 * Whether x1 is x2 within tolerances.
 *
 * @throws ShapeError when the operands do not broadcast.
 * @example K.eval(ops.isclose([1, 1.1], 1)) // [ True False]
 */
export const isclose: (x1: TensorLike, x2: TensorLike, options?: CloseOptions) => Tensor = callable(
  "isclose",
  (x1: TensorLike, x2: TensorLike, options?: CloseOptions): Tensor => {
    const { rtol = 1e-5, atol = 1e-8, equalNan } = closeOptions("isclose", options);
    const [a, b] = [cast(toTensor("isclose", x1), "float32"), cast(toTensor("isclose", x2), "float32")];
    const near = lessEqual(absolute(subtract(a, b)), add(atol, multiply(rtol, absolute(b))));
    const close = where(logicalAnd(isfinite(a), isfinite(b)), near, equal(a, b));
    return equalNan ? logicalOr(close, logicalAnd(isnan(a), isnan(b))) : close;
  },
);

/** Checks the options of what compares within tolerances. */
export function closeOptions(where: string, options: CloseOptions | undefined): CloseOptions {
  return checkOptions(where, options, ["rtol", "atol", "equalNan"], `ops.${where}(x1, x2, { rtol: 1e-3 })`);
}
