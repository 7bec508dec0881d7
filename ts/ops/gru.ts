import type { Op } from "../core/op";
import type { Tensor } from "../core/tensor";
import { type ScanOptions, scan, scanOp } from "./kinds/scan";
import { reshape } from "./view/reshape";

/** The record of `gru`: slots h, the gates z and r, the candidate, and its recurrent part. */
export const gruOp: Op = scanOp({
  name: "gru",
  columns: 3,
  slots: 5,
  gradientSlots: 4,
  states: 1,
  biased: true,
  reads: 0,
  work: 30,
  parts: (d, units, k) => {
    const [batch, steps] = d.dims as [number, number];
    const part = (from: number, count: number): Tensor =>
      k.slice(d, [0, 0, from * units], [batch, steps, count * units]);
    return { input: k.concatenate([part(0, 2), part(3, 1)], { axis: 2 }), product: part(0, 3) };
  },
});

/**
 * A gated recurrent unit over x [batch, steps, 3 units], with tanh and sigmoid, the reset gate behind the product.
 * Gives [batch, steps, 5 units]; the first units are h. Only those take gradients.
 */
export function gru(x: Tensor, kernel: Tensor, bias: Tensor | undefined, options: ScanOptions = {}): Tensor {
  return scan(gruOp, x, reshape(kernel, [1, ...kernel.dims]), bias, options);
}
