import type { Op } from "../core/op";
import type { Tensor } from "../core/tensor";
import type { Variable } from "../core/variable";
import { update, updateOp } from "./kinds/update";

/** The record of RMSprop. */
export const rmspropOp: Op = updateOp("rmsprop", "rmsprop", 2, ({ rho, epsilon }) => [
  { f: rho as number },
  { f: 1 - (rho as number) },
  { f: epsilon as number },
]);

/** v = rho v + (1 - rho) g^2; w -= lr g / sqrt(v + epsilon); in place. */
export function rmsprop(
  w: Variable,
  v: Variable,
  g: Tensor,
  lr: Tensor,
  options: { rho: number; epsilon: number },
): void {
  update(rmspropOp, [w, v], [g, lr], options);
}
