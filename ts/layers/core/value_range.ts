/** Values of images brought from one range to another. */
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import type { Bounds } from "./factors";

/** The full range of a byte. */
export const BYTES: Bounds = [0, 255];

/** x with the range `from` stretched to the range `to`. */
export function rescaled(x: Tensor, from: Bounds, to: Bounds): Tensor {
  if (from[0] === to[0] && from[1] === to[1]) return x;
  const unit = ops.divide(ops.subtract(x, from[0]), from[1] - from[0]);
  return ops.add(ops.multiply(unit, to[1] - to[0]), to[0]);
}
