import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { divide } from "../divide";
import { SPACE_KEYS, type SpaceOptions, space } from "../kinds/spaces";
import { multiply } from "../multiply";
import { power } from "../power";

/**
 * Numbers from start to stop that have one ratio.
 *
 * @throws ValueError when `num` is no whole number.
 * @example K.eval(ops.geomspace(1, 4, { num: 3 })) // [1. 2. 4.]
 */
export const geomspace: (start: TensorLike, stop: TensorLike, options?: SpaceOptions) => Tensor = callable(
  "geomspace",
  (start: TensorLike, stop: TensorLike, options?: SpaceOptions): Tensor => {
    const own = checkOptions("geomspace", options, SPACE_KEYS, "ops.geomspace(1, 8, { num: 4 })");
    return space("geomspace", start, stop, own, (a, b, part) => multiply(a, power(divide(b, a), part)));
  },
);
