import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { evenly, SPACE_KEYS, type SpaceOptions, space } from "../kinds/spaces";
import { power } from "../power";

/**
 * Powers of a base, 10 unless said, whose exponents go in even steps from start to stop.
 *
 * @throws ValueError when `num` is no whole number.
 * @example K.eval(ops.logspace(0, 2, { num: 3 })) // [  1.  10. 100.]
 */
export const logspace: (start: TensorLike, stop: TensorLike, options?: SpaceOptions & { base?: number }) => Tensor =
  callable("logspace", (start: TensorLike, stop: TensorLike, options?: SpaceOptions & { base?: number }): Tensor => {
    const own = checkOptions("logspace", options, [...SPACE_KEYS, "base"], "ops.logspace(0, 2, { num: 3 })");
    return space("logspace", start, stop, own, (a, b, part) => power(own.base ?? 10, evenly(a, b, part)));
  });
