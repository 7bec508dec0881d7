import type { Op } from "../core/op";
import type { Tensor } from "../core/tensor";
import type { Variable } from "../core/variable";
import { update, updateOp } from "./kinds/update";

/** The record of Adam. */
export const adamOp: Op = updateOp("adam", "adam", 3, ({ beta1, beta2, epsilon }) => [
  { f: 1 - (beta1 as number) },
  { f: 1 - (beta2 as number) },
  { f: epsilon as number },
]);

/** m += (g - m)(1 - beta1); v += (g^2 - v)(1 - beta2); w -= alpha m / (sqrt(v) + epsilon); in place. */
export function adam(
  w: Variable,
  m: Variable,
  v: Variable,
  g: Tensor,
  alpha: Tensor,
  options: { beta1: number; beta2: number; epsilon: number },
): void {
  update(adamOp, [w, m, v], [g, alpha], options);
}
