import type { TensorLike } from "../core/convert";
import { ValueError } from "../core/errors";
import { checkOptions } from "../core/options";
import { callable } from "../core/symbolic";
import type { Tensor } from "../core/tensor";
import { cast } from "./cast";
import { divide } from "./divide";
import { type MapFunction, map } from "./kinds/map";
import { multiply } from "./multiply";

const whole: MapFunction = map({
  name: "round",
  keras: "keras.src.ops.numpy.Round",
  on: "float",
  integers: (x) => x,
  reference: roundHalfEven,
  samples: [-1.5, -0.5, 0.5, 1.5, 2.4],
  kinks: [-1.5, -0.5, 0.5, 1.5],
});

function rounded(x: TensorLike, options?: { decimals?: number }): Tensor {
  const { decimals = 0 } = checkOptions("round", options, ["decimals"], "ops.round(x, { decimals: 2 })");
  if (!Number.isInteger(decimals)) {
    throw new ValueError("round", "decimals is no whole number", { received: { decimals } });
  }
  const nearest = whole(x);
  if (decimals === 0 || (decimals > 0 && nearest.dtype !== "float32")) return nearest;
  const factor = 10 ** Math.abs(decimals);
  const y =
    decimals > 0
      ? divide(whole(multiply(x, factor)), factor)
      : multiply(whole(divide(cast(x, "float32"), factor)), factor);
  return cast(y, nearest.dtype);
}

/**
 * The nearest whole number, halves to even; or the nearest number of so many decimals.
 *
 * @example K.eval(ops.round([0.5, 1.5, 2.4])) // [0. 2. 2.]
 */
export const round: ((x: TensorLike, options?: { decimals?: number }) => Tensor) & Pick<MapFunction, "op" | "spec"> =
  Object.assign(callable("round", rounded), { op: whole.op, spec: whole.spec });

function roundHalfEven(x: number): number {
  const low = Math.floor(x);
  const rest = x - low;
  if (rest !== 0.5) return Math.round(x);
  return low % 2 === 0 ? low : low + 1;
}
