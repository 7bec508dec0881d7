/** Functions of TensorFlow on what is known while the model is put together: sizes stay sizes. */
import type { TensorLike } from "../../../core/convert";
import { isPlain } from "../../../core/symbolic";
import type { Tensor } from "../../../core/tensor";
import * as ops from "../../../ops/gen/public";
import type { Call, Result } from "./call";
import { partOf, slicedParts, stridedParts } from "./slices";
import { type Table, table } from "./table";
import { Fixed, type Nested, type Num, Size } from "./values";

/** What a function gives of known values; nothing where ops must compute it. */
type Folding = (c: Call) => Result | undefined;

const isList = (x: Nested | undefined): x is readonly Nested[] => Array.isArray(x);
const isNum = (x: Nested | undefined): x is Num => typeof x === "number" || x instanceof Size;

/** A result of the dtype of the first argument. */
const alike = (c: Call, value: Nested | undefined): Result | undefined =>
  value === undefined ? undefined : c.fixed(value, c.first instanceof Fixed ? c.first.dtype : "int32");

/** The items, if there are all of them. */
function all(items: readonly (Nested | undefined)[]): Nested | undefined {
  return items.includes(undefined) ? undefined : (items as Nested[]);
}

/** All numbers of nested lists. */
const flat = (x: Nested): Nested[] => (isList(x) ? x.flatMap(flat) : [x]);

// ---------------------------------------------------------------- arithmetic

/** What a size is with a number or another size: `exact` tells how many times the axis it is then, if it is so. */
const withSize =
  (
    f: (a: TensorLike, b: TensorLike) => Tensor,
    exact: (times: number, n: number) => number | undefined,
    swaps = false,
  ) =>
  (a: Num, b: Num): Num => {
    const [size, n] = swaps && typeof a === "number" ? [b, a] : [a, b];
    const own = size instanceof Size && typeof n === "number" ? size.exact : undefined;
    const times = own && exact(own.times, n as number);
    if (times !== undefined && times === own?.times) return size;
    const operand = (x: Num): TensorLike => (x instanceof Size ? x.tensor : x);
    return new Size(() => f(operand(a), operand(b)), times ? { ...own, times } : undefined);
  };

type Arithmetic = (a: number, b: number) => number;
type SizeArithmetic = (a: Num, b: Num) => Num;

/** Two numbers, or lists of them. */
function combine(a: Nested, b: Nested, numbers: Arithmetic, sizes?: SizeArithmetic): Nested | undefined {
  if (isList(a) || isList(b)) {
    const length = Math.max(...[a, b].map((x) => (isList(x) ? x.length : 1)));
    const item = (x: Nested, i: number): Nested | undefined => (isList(x) ? x[x.length === 1 ? 0 : i] : x);
    return all(
      Array.from({ length }, (_, i) => {
        const [left, right] = [item(a, i), item(b, i)];
        return left === undefined || right === undefined ? undefined : combine(left, right, numbers, sizes);
      }),
    );
  }
  if (typeof a === "number" && typeof b === "number") return numbers(a, b);
  return isNum(a) && isNum(b) ? sizes?.(a, b) : undefined;
}

const two =
  (numbers: Arithmetic, sizes?: SizeArithmetic, dtype?: "float32"): Folding =>
  (c) => {
    const [x, y] = [c.nested(c.first), c.nested(c.get("y"))];
    const value = x === undefined || y === undefined ? undefined : combine(x, y, numbers, sizes);
    return dtype && value !== undefined ? c.fixed(value, dtype) : alike(c, value);
  };

const plus = withSize(ops.add, (times, n) => (n === 0 ? times : undefined), true);
const minus = withSize(ops.subtract, (times, n) => (n === 0 ? times : undefined));
const product = withSize(ops.multiply, (times, n) => (n > 0 ? times * n : undefined), true);
const quotient = withSize(ops.floorDivide, (times, n) => (times % n === 0 ? times / n : undefined));

/** A function of one known number. */
const one =
  (f: (x: number) => number): Folding =>
  (c) => {
    const apply = (x: Nested | undefined): Nested | undefined =>
      isList(x) ? all(x.map(apply)) : typeof x === "number" ? f(x) : undefined;
    return alike(c, apply(c.nested(c.first)));
  };

/** A fold of a list of numbers. */
const fold =
  (numbers: Arithmetic, start: number, sizes?: SizeArithmetic): Folding =>
  (c) => {
    const x = c.nested(c.first);
    if (!isList(x) || !x.every(isNum) || c.flag("keepdims", "keep_dims")) return undefined;
    const value = x.reduce<Nested | undefined>(
      (sum, item) => (sum === undefined ? undefined : combine(sum, item, numbers, sizes)),
      start,
    );
    return alike(c, value);
  };

// ---------------------------------------------------------------- lists

/** A part of lists, as x[...] takes it. */
function pick(x: Nested, parts: readonly unknown[]): Nested | undefined {
  const [part, ...rest] = parts;
  if (part === undefined) return x;
  if (part === null) return all([pick(x, rest)]);
  if (part === "...") return rest.length === 0 ? x : undefined;
  if (!isList(x)) return undefined;
  if (typeof part === "number") {
    const item = x.at(part);
    return item === undefined ? undefined : pick(item, rest);
  }
  const { start, stop, step = 1 } = isPlain(part) ? part : {};
  const known = [start, stop, step].every((n) => n === undefined || n === null || typeof n === "number");
  if ((part !== ":" && !isPlain(part)) || !known || (step ?? 1) !== 1) return undefined;
  const items = x.slice((start as number | null) ?? 0, (stop as number | null) ?? undefined);
  return all(items.map((item) => pick(item, rest)));
}

const picked =
  (parts: (c: Call) => readonly unknown[]): Folding =>
  (c) => {
    const x = c.nested(c.first);
    return x === undefined ? undefined : alike(c, pick(x, parts(c)));
  };

/** The parts of an index, its ends as numbers. */
const itemParts = (c: Call): unknown[] => {
  const spec = c.get("slice_spec", "key");
  return (Array.isArray(spec) ? spec : [spec ?? null]).map((given) => {
    const part = partOf(c, given);
    return isPlain(part) ? Object.fromEntries(Object.entries(part).map(([key, end]) => [key, c.nested(end)])) : part;
  });
};

/** A function of a list along its only axis. */
const list =
  (f: (c: Call, x: readonly Nested[]) => Nested | undefined): Folding =>
  (c) => {
    const x = c.nested(c.first);
    return isList(x) ? alike(c, f(c, x)) : undefined;
  };

const isFirst = (c: Call, ...names: string[]): boolean => [0, -1].includes(c.axis(0, ...names));

const gather: Folding = list((c, x) => {
  const places = c.nested(c.get("indices"));
  const item = (place: Nested | undefined): Nested | undefined =>
    isList(place) ? all(place.map(item)) : typeof place === "number" ? x.at(place) : undefined;
  return isFirst(c, "axis") ? item(places) : undefined;
});

const concat: Folding = list((c, x) => (isFirst(c, "axis") && x.every(isList) ? x.flat() : undefined));
const stack: Folding = list((c, x) => (isFirst(c, "axis") && x.every(isNum) ? x : undefined));

const unstack: Folding = (c) => {
  const x = c.nested(c.first);
  if (!isList(x) || !isFirst(c, "axis")) return undefined;
  return x.map((item) => alike(c, item) as Fixed);
};

const expandDims: Folding = (c) => {
  const x = c.nested(c.first);
  return x !== undefined && (c.axis(0, "axis", "dim") === 0 || isNum(x)) ? alike(c, [x]) : undefined;
};

/** To a list of one axis, or to a number. */
const reshape: Folding = (c) => {
  const x = c.nested(c.first);
  const shape = c.nested(c.get("shape"));
  if (x === undefined || !isList(shape) || shape.length > 1) return undefined;
  const items = flat(x);
  return alike(c, shape.length === 1 ? items : items.length === 1 ? items[0] : undefined);
};

const squeeze: Folding = list((_c, x) => (x.length === 1 && isNum(x[0]) ? x[0] : undefined));

const same: Folding = (c) => alike(c, c.nested(c.first));

const cast: Folding = (c) => {
  const x = c.nested(c.first);
  const dtype = c.dtype("float32", "dtype");
  const items = x === undefined ? [] : flat(x);
  // What changes the numbers is left to ops.
  const kept =
    dtype === "float32" || (dtype === "int32" && items.every((item) => item instanceof Size || Number.isInteger(item)));
  return x !== undefined && kept ? c.fixed(x, dtype) : undefined;
};

/** How many axes, and of which sizes. */
const shape: Folding = (c) => {
  const sizes: number[] = [];
  for (let x = c.nested(c.first); isList(x); x = x[0]) sizes.push(x.length);
  return c.fixed(sizes, "int32");
};

const modulo = (a: number, b: number): number => a - b * Math.floor(a / b);

/** By the names that TensorFlow has for them. */
export const FOLDINGS: Table<Folding> = /* @__PURE__ */ table({
  "__operators__.add add": two((a, b) => a + b, plus),
  "subtract sub": two((a, b) => a - b, minus),
  "multiply mul": two((a, b) => a * b, product),
  floordiv: two((a, b) => Math.floor(a / b), quotient),
  "truediv divide real_div": two((a, b) => a / b, undefined, "float32"),
  floormod: two(modulo),
  maximum: two(Math.max),
  minimum: two(Math.min),
  pow: two((a, b) => a ** b),
  "negative neg": one((x) => -x),
  sqrt: one(Math.sqrt),
  rsqrt: one((x) => 1 / Math.sqrt(x)),
  square: one((x) => x * x),
  "reduce_prod prod": fold((a, b) => a * b, 1, product),
  "reduce_sum sum": fold((a, b) => a + b, 0, plus),
  "reduce_max max": fold(Math.max, Number.NEGATIVE_INFINITY),
  "reduce_min min": fold(Math.min, Number.POSITIVE_INFINITY),
  "__operators__.getitem": picked(itemParts),
  strided_slice: picked(stridedParts),
  slice: picked(slicedParts),
  gather: gather,
  concat: concat,
  "stack pack": stack,
  "unstack unpack": unstack,
  expand_dims: expandDims,
  squeeze: squeeze,
  reshape: reshape,
  reverse: list((_c, x) => [...x].reverse()),
  cast: cast,
  "identity convert_to_tensor stop_gradient": same,
  shape: shape,
});
