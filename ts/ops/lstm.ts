import type { Op } from "../core/op";
import type { Tensor } from "../core/tensor";
import { type ScanOptions, scan, scanOp } from "./kinds/scan";
import { reshape } from "./view/reshape";

/** The record of `lstm`: slots h, c and the gates i, f, candidate, o of each step. */
export const lstmOp: Op = scanOp({
  name: "lstm",
  columns: 4,
  slots: 6,
  gradientSlots: 4,
  states: 2,
  biased: false,
  reads: 1,
  work: 40,
  parts: (d) => ({ input: d, product: d }),
});

/**
 * A long short-term memory over z [batch, steps, 4 units], with tanh and sigmoid. Gives [batch, steps, 6 units]; the
 * first units are h, the next c. Only those take gradients.
 */
export function lstm(z: Tensor, kernel: Tensor, options: ScanOptions = {}): Tensor {
  return scan(lstmOp, z, reshape(kernel, [1, ...kernel.dims]), undefined, options);
}
