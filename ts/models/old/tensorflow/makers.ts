/** Functions of TensorFlow that make tensors out of sizes and numbers. */
import { toTensor } from "../../../core/convert";
import type { DType } from "../../../core/dtypes";
import type { Tensor } from "../../../core/tensor";
import * as ops from "../../../ops/gen/public";
import type { Call, Make, Result } from "./call";
import { type Table, table } from "./table";
import { isFixed, type Nested, type Num, placesUpTo, Size, sizeOf, zerosOf } from "./values";

/** So few numbers may be sizes of something, and stay numbers. */
const FEW = 64;

/** A number everywhere in a shape, as lists. */
const lists = (shape: readonly number[], value: number | boolean): Nested =>
  shape.reduceRight<Nested>((inner, size) => Array.from({ length: size }, () => inner), value);

/** A number everywhere in a shape. */
function filled(c: Call, shape: readonly Num[], value: number | boolean, dtype: DType): Result {
  c.bounded(shape);
  if (isFixed(shape)) {
    const known = shape as number[];
    const few = known.length < 3 && known.reduce((product, size) => product * size, 1) <= FEW;
    return c.fixed(few ? lists(known, value) : ops.full(known, value, { dtype }), dtype);
  }
  const zeros = zerosOf(shape, dtype === "bool" ? "int32" : dtype);
  if (!zeros) throw c.refuse("takes sizes that are computed while the model runs");
  const number = Number(value);
  return ops.cast(number === 0 ? zeros : ops.add(zeros, number), dtype);
}

const shapeOf = (c: Call): readonly Num[] => c.sizes(c.first ?? c.get("shape", "dims"));

const ofDType =
  (value: number): Make =>
  (c) =>
    filled(c, shapeOf(c), value, c.dtype("float32", "dtype"));

/** The value may be computed. */
const fill: Make = (c) => {
  const shape = shapeOf(c);
  const value = c.nested(c.get("value"));
  if (typeof value === "number" || typeof value === "boolean") {
    return filled(c, shape, value, c.dtype(typeof value === "boolean" ? "bool" : "float32", "dtype", "T"));
  }
  const given = toTensor(c.function, c.other("value"));
  c.bounded(shape);
  const zeros = zerosOf(shape, given.dtype);
  if (!zeros) throw c.refuse("takes sizes that are computed while the model runs");
  return ops.add(zeros, given);
};

/** Numbers from start up to limit; with one argument from 0. */
const range: Make = (c) => {
  const [a, b, by = 1] = [c.first ?? c.get("start"), c.get("limit"), c.get("delta")].map((value) => c.nested(value));
  const [start, limit] = b === undefined ? [0, a] : [a, b];
  const isEnd = typeof limit === "number" || limit instanceof Size;
  if (typeof start !== "number" || typeof by !== "number" || by === 0 || !isEnd) {
    throw c.refuse("takes a start or step that is computed while the model runs");
  }
  const whole = [start, limit, by].every((number) => number instanceof Size || Number.isInteger(number));
  const dtype = c.dtype(whole ? "int32" : "float32", "dtype");
  if (limit instanceof Size) {
    const places = placesUpTo(limit);
    if (!places || start < 0 || by < 1) throw c.refuse("ends at a number that is computed while the model runs");
    const part = start === 0 && by === 1 ? places : ops.getItem(places, [{ start, step: by }]);
    return ops.cast(part, dtype);
  }
  const count = Math.max(0, Math.ceil((limit - start) / by));
  c.bounded([count]);
  return c.fixed(
    Array.from({ length: count }, (_, i) => start + i * by),
    dtype,
  );
};

const linspace: Make = (c) => {
  const num = c.whole(undefined, "num");
  c.bounded([num]);
  return ops.linspace(c.x, c.other("stop"), { num, axis: c.axis(0, "axis") });
};

const eye: Make = (c) => {
  const [rows] = c.sizes(c.first);
  const columns = c.get("num_columns") === undefined ? rows : c.whole(undefined, "num_columns");
  if (typeof rows !== "number" || typeof columns !== "number") throw c.refuse("takes sizes that are computed");
  c.bounded([rows, columns]);
  const dtype = c.dtype("float32", "dtype");
  const matrix = ops.eye(rows, { M: columns, dtype });
  const batch = c.get("batch_shape") === undefined ? [] : c.sizes(c.get("batch_shape"), "batch_shape");
  if (batch.length === 0) return c.fixed(matrix, dtype);
  const zeros = zerosOf([...batch, 1, 1], dtype);
  if (!zeros) throw c.refuse("takes sizes that are computed while the model runs");
  return ops.add(zeros, matrix);
};

/** True as far as a length says. */
const sequenceMask: Make = (c) => {
  const lengths = toTensor(c.function, c.indices(c.first));
  const longest = c.get("maxlen") === undefined ? undefined : c.sizes(c.get("maxlen"), "maxlen")[0];
  if (longest === undefined) throw c.refuse("takes the longest length as a size");
  if (typeof longest === "number") c.bounded([longest]);
  const steps = longest instanceof Size ? placesUpTo(longest) : ops.arange(longest);
  if (!steps) throw c.refuse("takes a size that is computed while the model runs");
  return ops.cast(ops.less(steps, ops.expandDims(lengths, -1)), c.dtype("bool", "dtype"));
};

const sizes = (x: Tensor): Num[] => x.shape.map((_, i) => sizeOf(x, i));

const countOf = (x: Tensor): Num => {
  const unknown = x.shape.flatMap((size, i) => (size === null ? [i] : []));
  const known = x.shape.reduce<number>((product, size) => product * (size ?? 1), 1);
  if (unknown.length === 0) return known;
  if (unknown.length === 1) return sizeOf(x, unknown[0]!, known);
  return new Size(() => ops.sum(ops.onesLike(x, { dtype: "int32" })));
};

/** What tells sizes. */
const told =
  (tell: (x: Tensor) => Nested): Make =>
  (c) => {
    const x = c.tensor;
    return c.fixed(tell(x), "int32");
  };

/** What makes tensors. */
export const MAKERS: Table = /* @__PURE__ */ table({
  shape: told(sizes),
  shape_n: (c) => c.tensors.map((x) => c.fixed(sizes(x), "int32")),
  size: told(countOf),
  rank: told((x) => x.rank),
  zeros: ofDType(0),
  ones: ofDType(1),
  fill: fill,
  range: range,
  linspace: linspace,
  eye: eye,
  sequence_mask: sequenceMask,
});
