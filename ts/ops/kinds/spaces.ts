/** Numbers in even steps from a start to a stop. */
import { type TensorLike, tensorFrom, toTensor } from "../../core/convert";
import { isInteger, standardizeDType } from "../../core/dtypes";
import { ValueError } from "../../core/errors";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { cast } from "../cast";
import { moveaxis } from "../composite/moveaxis";
import { floor } from "../floor";
import { multiply } from "../multiply";
import { subtract } from "../subtract";

/** Options of `linspace` and what is made of it. */
export interface SpaceOptions {
  /** How many; 50 by default. */
  num?: number;
  /** Whether the stop is the last of them; true by default. */
  endpoint?: boolean;
  dtype?: string | null;
  /** Where the new axis goes; 0 by default. */
  axis?: number;
}

/** The keys of `SpaceOptions`. */
export const SPACE_KEYS: readonly string[] = ["num", "endpoint", "dtype", "axis"];

/** How far along each number is, from 0 to 1, on an axis of its own before those of start and stop. */
function parts(where: string, rank: number, options: SpaceOptions): Tensor {
  const { num = 50, endpoint = true } = options;
  if (!Number.isInteger(num) || num < 0) {
    throw new ValueError(where, "num is no whole number from 0 on", { received: { num } });
  }
  const steps = Math.max(1, endpoint ? num - 1 : num);
  const values = Array.from({ length: num }, (_, i) => i / steps);
  return tensorFrom(where, values, [num, ...new Array<number>(rank).fill(1)], "float32");
}

/** Numbers between start and stop by a rule for the parts of the way. */
export function space(
  where: string,
  start: TensorLike,
  stop: TensorLike,
  options: SpaceOptions,
  between: (start: Tensor, stop: Tensor, part: Tensor) => Tensor,
): Tensor {
  const [a, b] = [cast(toTensor(where, start), "float32"), cast(toTensor(where, stop), "float32")];
  const y = between(a, b, parts(where, Math.max(a.rank, b.rank), options));
  const moved = options.axis ? moveaxis(y, 0, options.axis) : y;
  const whole = options.dtype && isInteger(standardizeDType(options.dtype, where));
  return cast(whole ? floor(moved) : moved, options.dtype ?? "float32");
}

/** Evenly from start to stop. */
export function evenly(start: Tensor, stop: Tensor, part: Tensor): Tensor {
  return add(multiply(start, subtract(1, part)), multiply(stop, part));
}
