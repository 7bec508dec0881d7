import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { divide } from "../divide";
import { evenly, SPACE_KEYS, type SpaceOptions, space } from "../kinds/spaces";
import { subtract } from "../subtract";

/** `linspace` as a function: with `retstep` it gives the numbers and the step. */
export interface LinspaceFunction {
  (start: TensorLike, stop: TensorLike, options: SpaceOptions & { retstep: true }): Tensor[];
  (start: TensorLike, stop: TensorLike, options?: SpaceOptions & { retstep?: boolean }): Tensor;
}

/**
 * Numbers in even steps from start to stop, along a new axis. With `retstep` the step comes too: [numbers, step].
 *
 * @throws ValueError when `num` is no whole number.
 * @example K.eval(ops.linspace(0, 1, { num: 3 })) // [0.  0.5 1. ]
 */
export const linspace: LinspaceFunction = callable(
  "linspace",
  (start: TensorLike, stop: TensorLike, options?: SpaceOptions & { retstep?: boolean }): Tensor | Tensor[] => {
    const own = checkOptions("linspace", options, [...SPACE_KEYS, "retstep"], "ops.linspace(0, 1, { num: 5 })");
    const y = space("linspace", start, stop, own, evenly);
    if (!own.retstep) return y;
    const { num = 50, endpoint = true } = own;
    return [y, divide(subtract(cast(stop, "float32"), cast(start, "float32")), endpoint ? num - 1 : num)];
  },
) as LinspaceFunction;
