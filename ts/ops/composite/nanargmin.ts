import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { argmin } from "../argmin";
import { withoutNan } from "../kinds/nan";
import type { ArgOptions } from "../kinds/reduce";
import { where } from "../where";
import { all } from "./all";
import { isnan } from "./isnan";

/**
 * The place of the least element along an axis but NaN, the first among equals; -1 where there is no other.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.nanargmin([1, Number.NaN, 3])) // 0
 */
export const nanargmin: (x: TensorLike, options?: ArgOptions) => Tensor = callable(
  "nanargmin",
  (x: TensorLike, options?: ArgOptions): Tensor => {
    checkOptions("nanargmin", options, ["axis", "keepdims"], "ops.nanargmin(x, { axis: -1 })");
    const place = argmin(withoutNan("nanargmin", x, Number.POSITIVE_INFINITY), options);
    return where(all(isnan(x), options), -1, place);
  },
);
