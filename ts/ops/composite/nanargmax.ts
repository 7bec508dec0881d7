import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { argmax } from "../argmax";
import { withoutNan } from "../kinds/nan";
import type { ArgOptions } from "../kinds/reduce";
import { where } from "../where";
import { all } from "./all";
import { isnan } from "./isnan";

/**
 * The place of the largest element along an axis but NaN, the first among equals; -1 where there is no other.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.nanargmax([1, Number.NaN, 3])) // 2
 */
export const nanargmax: (x: TensorLike, options?: ArgOptions) => Tensor = callable(
  "nanargmax",
  (x: TensorLike, options?: ArgOptions): Tensor => {
    checkOptions("nanargmax", options, ["axis", "keepdims"], "ops.nanargmax(x, { axis: -1 })");
    const place = argmax(withoutNan("nanargmax", x, Number.NEGATIVE_INFINITY), options);
    return where(all(isnan(x), options), -1, place);
  },
);
