import type { Op } from "../core/op";
import type { Tensor } from "../core/tensor";
import { type ScanOptions, scan, scanOp } from "./kinds/scan";
import { reshape } from "./view/reshape";

/** The record of `simple_rnn`: h of each step. */
export const simpleRnnOp: Op = scanOp({
  name: "simple_rnn",
  columns: 1,
  slots: 1,
  gradientSlots: 1,
  states: 1,
  biased: false,
  reads: undefined,
  work: 10,
  parts: (d) => ({ input: d, product: d }),
});

/** h = tanh(z + h kernel) over z [batch, steps, units]. Gives [batch, steps, units]. */
export function simpleRnn(z: Tensor, kernel: Tensor, options: ScanOptions = {}): Tensor {
  return scan(simpleRnnOp, z, reshape(kernel, [1, ...kernel.dims]), undefined, options);
}
