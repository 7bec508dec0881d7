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
  if (Array.isArray(value) && !leaf(value)) {
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
