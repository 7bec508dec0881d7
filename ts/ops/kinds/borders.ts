/** Borders of images: of before, after and the size of the middle or of the whole, two are given for each axis. */
import { ValueError } from "../../core/errors";

/** Throws a ValueError unless two of three sizes are given, and those are whole numbers that are not negative. */
export function twoOf(where: string, sizes: Readonly<Record<string, number | null | undefined>>): void {
  const given = Object.values(sizes).filter((size) => size !== null && size !== undefined);
  if (given.length !== 2 || !given.every((size) => Number.isInteger(size) && size >= 0)) {
    throw new ValueError(where, "the sizes do not fit", {
      expected: `two of ${Object.keys(sizes).join(", ")}, whole numbers that are not negative`,
      received: sizes,
    });
  }
}

/** A size that follows from the others. @throws ValueError when it is negative. */
export function restOf(where: string, name: string, size: number): number {
  if (size >= 0) return size;
  throw new ValueError(where, `${name} would be negative`, { received: { [name]: size } });
}
