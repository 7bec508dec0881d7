/** Changes of JSON: other values, names of prototypes, depth, circles of layers. */
import type { Random } from "./random";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

interface Place {
  readonly parent: Json[] | { [key: string]: Json };
  readonly key: string | number;
}

function placesIn(root: Json): Place[] {
  const places: Place[] = [];
  const walk = (value: Json): void => {
    if (Array.isArray(value)) {
      value.forEach((item, key) => {
        places.push({ parent: value, key });
        walk(item);
      });
    } else if (typeof value === "object" && value !== null) {
      for (const key of Object.keys(value)) {
        places.push({ parent: value, key });
        walk(value[key]!);
      }
    }
  };
  walk(root);
  return places;
}

const at = ({ parent, key }: Place): Json => (parent as { [key: string]: Json })[key as string]!;
const put = ({ parent, key }: Place, value: Json): void => {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
};
const remove = ({ parent, key }: Place): void => {
  if (Array.isArray(parent)) parent.splice(key as number, 1);
  else delete parent[key];
};

const NAMES = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "__keras_tensor__",
  "then",
  "apply",
];
const TEXTS = [
  "",
  "..",
  "../../x",
  "a/b",
  "\u0000",
  "NaN",
  "float32",
  "relu",
  "Dense",
  "__lambda__",
  "🦏",
  "x".repeat(5000),
  "%s%n",
  "builtins",
];
const NUMBERS = [
  0,
  -0,
  1,
  -1,
  2,
  3,
  1e-300,
  1e300,
  -1e300,
  0.5,
  2 ** 31,
  2 ** 31 - 1,
  -(2 ** 31),
  2 ** 32,
  2 ** 53,
  1e9,
  4096,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];

function deep(random: Random): Json {
  let value: Json = random.pick<Json>([1, "x", null]);
  for (let n = random.pick([5, 60, 250, 300]); n > 0; n--) value = random.chance(0.5) ? [value] : { config: value };
  return value;
}

function value(random: Random, places: readonly Place[]): Json {
  return random.pick<() => Json>([
    () => null,
    () => random.chance(0.5),
    () => random.pick(NUMBERS),
    () => random.pick(NUMBERS),
    () => random.pick(TEXTS),
    () => random.pick(NAMES),
    () => [],
    () => ({}),
    () => [random.pick(NUMBERS), random.pick(NUMBERS)],
    () => deep(random),
    () => ({ class_name: random.pick([...NAMES, "Dense", "Sequential", "Lambda", "function"]), config: {} }),
    () => structuredClone(at(random.pick(places))),
  ])();
}

/** Changes a copy of JSON somehow. */
export function mutateJson(root: Json, random: Random): Json {
  const copy = structuredClone(root);
  for (let n = random.pick([1, 1, 2, 4]); n > 0; n--) {
    const places = placesIn(copy);
    if (places.length === 0) return value(random, [{ parent: [null], key: 0 }]);
    const place = random.pick(places);
    const other = random.pick(places);
    random.pick([
      () => put(place, value(random, places)),
      () => put(place, value(random, places)),
      () => put(place, value(random, places)),
      () => remove(place),
      // Numbers close to what they were.
      () => {
        const old = at(place);
        if (typeof old === "number") put(place, random.pick([old + 1, old - 1, -old, old * 2, old * 1e6, old / 2]));
        else put(place, value(random, places));
      },
      () => {
        const [a, b] = [structuredClone(at(place)), structuredClone(at(other))];
        put(place, b);
        if (other.parent !== place.parent || other.key !== place.key) put(other, a);
      },
      () => {
        if (Array.isArray(place.parent)) place.parent.push(...structuredClone(place.parent.slice(0, 2)));
        else put({ parent: place.parent, key: random.pick(NAMES) }, value(random, places));
      },
      // References of layers to one another.
      () => {
        const texts = places.filter((one) => typeof at(one) === "string");
        if (texts.length > 1) put(random.pick(texts), at(random.pick(texts)));
      },
    ])();
  }
  return copy;
}

/** As text, with Python's NaN and infinities. */
export function jsonText(root: Json, random: Random): string {
  const write = (item: Json): string => {
    if (typeof item === "number")
      return Number.isNaN(item) ? "NaN" : Number.isFinite(item) ? String(item) : item > 0 ? "Infinity" : "-Infinity";
    if (Array.isArray(item)) return `[${item.map(write).join(", ")}]`;
    if (typeof item === "object" && item !== null) {
      return `{${Object.keys(item)
        .map((key) => `${JSON.stringify(key)}: ${write(item[key]!)}`)
        .join(", ")}}`;
    }
    return JSON.stringify(item);
  };
  const text = write(root);
  if (random.chance(0.03)) return "[".repeat(100_000);
  return random.chance(0.03) ? text.slice(0, random.below(text.length)) : text;
}

export type { Json };
