/** The one calling rule: optional arguments are keys of one plain object at the end. */
import { ValueError } from "./errors";
import { nearestName } from "./nearest";
import { isPlain } from "./symbolic";

/** Checks an options argument: a plain object with known keys. `form` shows the right call. */
export function checkOptions<T extends object>(
  where: string,
  options: T | undefined,
  keys: readonly string[],
  form?: string,
): T {
  if (options === undefined) return {} as T;
  const hint = form ?? `${where}(..., { ${keys.map((key) => `${key}: ...`).join(", ")} })`;
  if (!isPlain(options)) {
    throw new ValueError(where, "options belong in one object at the end", {
      received: { options },
      fix: `Write ${hint}`,
    });
  }
  for (const key of Object.keys(options)) {
    if (!keys.includes(key)) {
      const near = nearestName(key, keys);
      throw new ValueError(where, `has no option "${key}"`, {
        expected: keys.length ? `one of ${keys.join(", ")}` : "no options",
        fix: near ? `Write "${near}"` : keys.length ? `Write ${hint}` : undefined,
      });
    }
  }
  return options;
}

/** Checked options with what is not given filled in. */
export function filledOptions<D extends object>(where: string, options: Partial<D> | undefined, defaults: D): D {
  const own = checkOptions(where, options as Record<string, unknown> | undefined, Object.keys(defaults));
  const given = Object.entries(own).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) };
}
