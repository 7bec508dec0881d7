import { tensorFrom } from "../../core/convert";
import { ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";

/**
 * Numbers from start up to stop, stop excluded; int32 when all are whole.
 *
 * @example K.eval(ops.arange(3)) // [0 1 2]
 */
export const arange: (
  start: number,
  stop?: number | null,
  step?: number,
  options?: { dtype?: string | null },
) => Tensor = callable(
  "arange",
  (start: number, stop?: number | null, step = 1, options?: { dtype?: string | null }): Tensor => {
    const { dtype } = checkOptions("arange", options, ["dtype"], 'ops.arange(0, 10, 2, { dtype: "int32" })');
    const [from, to] = stop === undefined || stop === null ? [0, start] : [start, stop];
    if (![from, to, step].every(Number.isFinite) || step === 0) {
      throw new ValueError("arange", "start, stop and step are no numbers", { received: { start, stop, step } });
    }
    const whole = [from, to, step].every(Number.isInteger);
    const values = Array.from({ length: Math.max(0, Math.ceil((to - from) / step)) }, (_, i) => from + i * step);
    return tensorFrom("arange", values, [values.length], dtype ?? (whole ? "int32" : "float32"));
  },
);
