/** Names of layers with a slash, as "conv1/conv" in keras.applications: Keras 3 wants none. */
import type { Config } from "../../nn/core/serialize";
import { isObject, type Upgrade } from "./context";

/** A name without a slash; that of a layer, by which the weights of a file are found. */
export const plainName = (name: string): string => name.replaceAll("/", "_");

/** The names of the layers in a config. */
function namesIn(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (Array.isArray(value)) for (const item of value) namesIn(item, found);
  if (!isObject(value)) return found;
  const { class_name: className, config } = value;
  if (typeof className === "string" && isObject(config) && typeof config.name === "string") found.add(config.name);
  for (const item of Object.values(value)) namesIn(item, found);
  return found;
}

/** Gives the layers of a model plain names. Returns what does the same to all that refers to them. */
export function plainNames(config: Config, upgrade: Upgrade): <T>(value: T) => T {
  const all = namesIn(config);
  const plain = new Map<string, string>();
  for (const name of all) {
    if (!name.includes("/")) continue;
    let own = plainName(name);
    for (let i = 1; all.has(own); i++) own = `${plainName(name)}_${i}`;
    all.add(own);
    plain.set(name, own);
  }
  if (plain.size === 0) return (value) => value;
  upgrade.note('the names of layers have "_" where they had "/", which Keras 3 does not take');
  const isEnd = (list: readonly unknown[]): boolean => plain.has(list[0] as string) && typeof list[1] === "number";
  const renamed = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const [first, ...rest] = value.map(renamed);
      return isEnd(value) ? [plain.get(value[0] as string), ...rest] : value.length ? [first, ...rest] : value;
    }
    if (!isObject(value) || value instanceof Set) return value;
    const entries = Object.entries(value).map(([key, item]): [string, unknown] => [
      plain.get(key) ?? key,
      key === "name" && typeof item === "string" ? (plain.get(item) ?? item) : renamed(item),
    ]);
    return Object.fromEntries(entries);
  };
  return <T>(value: T) => renamed(value) as T;
}
