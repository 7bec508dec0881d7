/** Margins of images: what is put around them or cut off. */
import { ValueError } from "../../core/errors";

/** Before and behind an axis, where two of these and the size that comes out are given. `sign` is -1 for what makes it larger. */
export function margins(
  where: string,
  size: number,
  before: number | null | undefined,
  after: number | null | undefined,
  target: number | null | undefined,
  sign: 1 | -1,
): [number, number] {
  const all = sign * (size - (target ?? 0));
  const found = [before ?? all - (after ?? Number.NaN), after ?? all - (before ?? Number.NaN)] as [number, number];
  const count = [before, after, target].filter((value) => typeof value === "number").length;
  const inside = sign < 0 || found[0] + found[1] <= size;
  if (count === 2 && inside && found.every((value) => Number.isInteger(value) && value >= 0)) return found;
  throw new ValueError(where, "the margins do not fit", {
    expected: "two of: what goes before, what goes behind, the size that comes out",
    received: { before, after, target, size },
  });
}
