/** Bounds of draws: a number or two of them, as Keras reads them. */
import { ValueError } from "../../core/errors";

/** Lower and upper bound. */
export type Bounds = readonly [number, number];

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

function fail(where: string, option: string, value: unknown, expected: string): never {
  throw new ValueError(where, `${option} does not fit`, { expected, received: { [option]: value } });
}

/** Two numbers. */
function isPair(value: unknown): value is Bounds {
  return Array.isArray(value) && value.length === 2 && value.every(isNumber);
}

const sorted = ([a, b]: Bounds): Bounds => (a <= b ? [a, b] : [b, a]);

/** A number f as [-f, f], cut at the lowest that is legal; two numbers that touch what is legal. */
export function factorOf(where: string, option: string, value: unknown, [lowest, highest]: Bounds): Bounds {
  const inside = isPair(value) ? value[0] <= highest && value[1] >= lowest : isNumber(value);
  const legal = isNumber(value) ? value >= lowest && value <= highest : inside;
  if (!legal) fail(where, option, value, `a number in [${lowest}, ${highest}], or two`);
  if (isPair(value)) return sorted(value);
  const size = Math.abs(value as number);
  return [Math.max(-size, lowest), size];
}

/** A number f as the bounds that `from` makes of it; of two numbers each must be legal. */
export function boundsOf(
  where: string,
  option: string,
  value: unknown,
  { legal, expected, from }: { legal(x: number): boolean; expected: string; from(f: number): Bounds },
): Bounds {
  const numbers: readonly unknown[] = Array.isArray(value) ? value : [value];
  if ((Array.isArray(value) && !isPair(value)) || !numbers.every((x) => isNumber(x) && legal(x))) {
    fail(where, option, value, `a number ${expected}, or two`);
  }
  return isPair(value) ? sorted(value) : from(value as number);
}

/** The range of an image's values. */
export function rangeOf(where: string, value: unknown): Bounds {
  if (value === undefined) return [0, 255];
  if (!isPair(value)) fail(where, "valueRange", value, "two numbers");
  return [...value];
}

/** The same, the smaller number first. */
export function sortedRange(where: string, value: unknown): Bounds {
  return sorted(rangeOf(where, value));
}
