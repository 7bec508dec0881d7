/** What layers that add or cut borders share. */
import { ValueError } from "../../core/errors";

/** Cells before and after, along each spatial axis. */
export type Borders = readonly (readonly [number, number])[];

/** One number for all sides, one for each axis, or a pair for each axis; for one axis, a number or a pair. */
export type BorderOption = number | readonly (number | readonly number[])[];

/** What an option is for one, two and three axes, in words. */
const FORMS: readonly string[] = [
  "",
  "a whole number or [left, right]",
  "a whole number, [height, width] or [[top, bottom], [left, right]]",
  "a whole number, one for each of 3 axes, or a pair for each",
];

/** Reads borders along `rank` axes. @throws ValueError when they do not fit. */
export function bordersOf(where: string, name: string, value: unknown, rank: number): Borders {
  const sides = (side: unknown): unknown => (typeof side === "number" ? [side, side] : side);
  const all = rank === 1 ? [value] : typeof value === "number" ? new Array(rank).fill(value) : value;
  const pairs = Array.isArray(all) ? all.map(sides) : [];
  const legal = (pair: unknown): boolean =>
    Array.isArray(pair) && pair.length === 2 && pair.every((d) => Number.isInteger(d) && d >= 0);
  if (pairs.length !== rank || !pairs.every(legal)) {
    throw new ValueError(where, `the ${name} does not fit`, {
      expected: `${FORMS[rank]}, none negative`,
      received: { [name]: value },
    });
  }
  return (pairs as [number, number][]).map(([before, after]) => [before, after] as const);
}

/** Borders as Keras writes them. */
export function borderConfig(borders: Borders): number[] | number[][] {
  const pairs = borders.map((pair) => [...pair]);
  return pairs.length === 1 ? pairs[0]! : pairs;
}
