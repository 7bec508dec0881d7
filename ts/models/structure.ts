/** Inputs and targets as users give them: one, a list, or an object by name. */
import { ValueError } from "../core/errors";
import { isPlain } from "../core/symbolic";

/** Something for each of several names: in order, or by name. */
export type PerName<T> = T | readonly T[] | Readonly<Record<string, T>>;

/** Brings values into the order of names. `leaf` tells a single value from a list of them. */
export function inOrder<T>(
  where: string,
  what: string,
  value: unknown,
  names: readonly string[],
  leaf: (value: unknown) => boolean,
): (T | undefined)[] {
  if (value === undefined || value === null) return names.map(() => undefined);
  if (isPlain(value) && !leaf(value)) {
    const unknown = Object.keys(value).filter((key) => !names.includes(key));
    if (unknown.length) {
      throw new ValueError(where, `${what} has unknown names: ${unknown.join(", ")}`, {
        expected: `names among ${names.join(", ")}`,
      });
    }
    return names.map((name) => value[name] as T | undefined);
  }
  // With several names an array of numbers is a list of nested arrays.
  if (Array.isArray(value) && (names.length > 1 || !leaf(value))) {
    if (names.length === 1 && value.length > 1 && areRows(value)) return [value as T];
    if (value.length !== names.length) {
      throw new ValueError(where, `${what} has the wrong length`, {
        expected: `${names.length} (${names.join(", ")})`,
        received: `${value.length}`,
      });
    }
    return value as T[];
  }
  if (names.length !== 1) {
    throw new ValueError(where, `${what} must have a part for each of ${names.join(", ")}`, {
      received: { [what]: value },
    });
  }
  return [value as T];
}

/** Whether items can be the rows of one array: typed arrays of one length. */
function areRows(items: readonly unknown[]): boolean {
  const length = (item: unknown): number | undefined =>
    ArrayBuffer.isView(item) ? (item as Uint8Array).length : undefined;
  return items.every((item) => length(item) !== undefined && length(item) === length(items[0]));
}
