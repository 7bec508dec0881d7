import type { Op } from "../core/op";
import type { Tensor } from "../core/tensor";
import type { Variable } from "../core/variable";
import { update, updateOp } from "./kinds/update";

/** The record of plain gradient descent. */
export const sgdOp: Op = updateOp("sgd", "sgd", 1, () => []);

/** The record of gradient descent with momentum. */
export const sgdMomentumOp: Op = updateOp("sgd_momentum", "sgd_momentum", 2, ({ momentum, nesterov }) => [
  { f: momentum as number },
  nesterov ? 1 : 0,
]);

/** w -= lr g, in place. */
export function sgd(w: Variable, g: Tensor, lr: Tensor): void {
  update(sgdOp, [w], [g, lr], {});
}

/** v = momentum v - lr g; w += v, or momentum v - lr g with Nesterov; in place. */
export function sgdMomentum(
  w: Variable,
  v: Variable,
  g: Tensor,
  lr: Tensor,
  momentum: number,
  nesterov: boolean,
): void {
  update(sgdMomentumOp, [w, v], [g, lr], { momentum, nesterov });
}
