/** Configs that nobody should write: those of real models with one value changed. */

/** What takes the place of a value. */
const HOSTILE: readonly (() => unknown)[] = [
  () => null,
  () => -1,
  () => 0,
  () => 2.5,
  () => 1e308,
  () => 2 ** 31,
  () => 1_000_000_007,
  () => true,
  () => "",
  () => "__proto__",
  () => "constructor",
  () => [],
  () => [[], [1]],
  () => [1e9, 1e9, 1e9],
  () => Array.from({ length: 3000 }, (_, i) => i),
  () => ({}),
  () => JSON.parse('{"__proto__": {"x": 1}, "start": 1}'),
  () => ({ class_name: "__keras_tensor__", config: { keras_history: ["in0", 0, 9] } }),
  () => ({ class_name: "__slice__", config: null }),
  () => ["in0", 0, 0],
  () => ["in0", 7, -1],
  () => ["_CONSTANT_VALUE", -1, "abc,abc->abc"],
  () => {
    let deep: unknown = 1;
    for (let i = 0; i < 4000; i++) deep = [deep];
    return deep;
  },
];

/** Where values stand in a config: the lists and objects they are in, with their keys. */
function places(value: unknown, found: [Record<string, unknown>, string][] = []): [Record<string, unknown>, string][] {
  if (typeof value !== "object" || value === null) return found;
  for (const key of Object.keys(value)) {
    const holder = value as Record<string, unknown>;
    found.push([holder, key]);
    places(holder[key], found);
  }
  return found;
}

/** A config with one value changed, which one and to what by a seed. */
export function mutated(config: string, seed: number): string {
  const copy = JSON.parse(config.replaceAll(/-?Infinity|NaN/g, "0")) as { config: { layers: unknown[] } };
  let state = (seed * 2654435761 + 1) >>> 0;
  const next = (n: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const all = places(copy.config.layers);
  const [holder, key] = all[next(all.length)]!;
  Object.defineProperty(holder, key, {
    value: HOSTILE[next(HOSTILE.length)]!(),
    enumerable: true,
    writable: true,
    configurable: true,
  });
  return JSON.stringify(copy);
}
