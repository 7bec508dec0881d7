/** Functions of TensorFlow that take parts of tensors, or put them there. */
import { toTensor } from "../../../core/convert";
import { normalizeAxis } from "../../../core/shapes";
import { isPlain } from "../../../core/symbolic";
import { Tensor } from "../../../core/tensor";
import type { IndexPart } from "../../../ops/composite/get_item";
import * as ops from "../../../ops/gen/public";
import type { Call, Make } from "./call";
import { type Table, table } from "./table";
import { type Num, placesUpTo, Size } from "./values";

// ---------------------------------------------------------------- x[...]

/** A part of an index: a place, a span, ":" for all, "..." for the axes between, null for a new axis. */
type Part = Num | { start?: unknown; stop?: unknown; step?: unknown } | ":" | "..." | null | Tensor;

/** Takes what is known at once, then what is computed, from the last axis on. */
function pick(c: Call, x: Tensor, parts: readonly Part[]): Tensor {
  const plain: IndexPart[] = [];
  const later: { axis: number; places: Tensor }[] = [];
  const used = parts.filter((part) => part !== null && part !== "...").length;
  let axis = 0;
  let from = 0;
  for (const part of parts) {
    if (part === "...") {
      from += x.rank - used;
      axis += x.rank - used;
      plain.push(part);
    } else if (part === null) {
      axis++;
      plain.push(null);
    } else if (part instanceof Size || part instanceof Tensor) {
      later.push({ axis: axis++, places: part instanceof Size ? part.tensor : placeOf(c, part) });
      plain.push(":");
      from++;
    } else if (typeof part === "number") {
      plain.push(part);
      from++;
    } else {
      const { span, places } = spanOf(c, part === ":" ? {} : part, x, from);
      if (places) later.push({ axis, places });
      plain.push(span);
      from++;
      axis++;
    }
  }
  const known = ops.getItem(x, plain);
  return later.reverse().reduce((y, { axis, places }) => ops.take(y, places, { axis }), known);
}

/** A place that is computed, or a list of places. */
function placeOf(c: Call, part: Tensor): Tensor {
  if (part.dtype === "bool") throw c.refuse("picks as many elements as a mask has");
  if (part.rank > 1) throw c.refuse("picks by more than one axis of places");
  return part;
}

/** A span with known ends; one that ends at an unknown size is a list of places. */
function spanOf(
  c: Call,
  { start, stop, step }: { start?: unknown; stop?: unknown; step?: unknown },
  x: Tensor,
  axis: number,
): { span: IndexPart; places?: Tensor } {
  const read = (value: unknown): Num | undefined => {
    if (value === undefined || value === null) return undefined;
    const [size, ...more] = c.sizes(value, "slice");
    if (more.length || size === undefined) throw c.refuse("slices from more than one place");
    return size;
  };
  const [first, end, by] = [read(start), read(stop), read(step)];
  if (first instanceof Size || by instanceof Size) throw c.refuse("slices from a place that is computed");
  const whole = end instanceof Size && end.exact?.of === x && end.exact.axis === axis && end.exact.times === 1;
  if (!(end instanceof Size) || whole) {
    const span = { start: first, stop: whole ? undefined : (end as number | undefined), step: by };
    const given = Object.entries(span).filter(([, value]) => value !== undefined);
    return { span: given.length ? Object.fromEntries(given) : ":" };
  }
  const places = placesUpTo(end);
  if (!places || (first ?? 0) < 0 || (by ?? 1) < 1) throw c.refuse("slices to a place that is computed");
  const part = Object.fromEntries(
    Object.entries({ start: first, step: by }).filter(([, value]) => value !== undefined),
  );
  return { span: ":", places: Object.keys(part).length ? ops.getItem(places, [part]) : places };
}

const getItem: Make = (c) => {
  const spec = c.get("slice_spec", "key");
  return pick(
    c,
    c.tensor,
    (Array.isArray(spec) ? spec : [spec ?? null]).map((part) => partOf(c, part)),
  );
};

/** A part of an index as a file has it. */
export function partOf(c: Call, part: unknown): Part {
  if (part === null || part === undefined) return null;
  if (part === ":" || part === "..." || part instanceof Tensor) return part;
  if (isPlain(part)) return part;
  const list = c.nested(part);
  if (Array.isArray(list)) return toTensor(c.function, c.indices(list));
  if (typeof list === "number" || list instanceof Size) return list;
  throw c.refuse("has an index that is unknown");
}

/** The parts of an index out of starts, ends, steps and bit masks. */
export function stridedParts(c: Call): Part[] {
  const begin = c.sizes(c.get("begin"), "begin");
  const end = c.sizes(c.get("end"), "end");
  const strides = c.get("strides") === undefined ? begin.map(() => 1) : c.sizes(c.get("strides"), "strides");
  const bits = (name: string, i: number): boolean => ((c.whole(0, name) >> i) & 1) === 1;
  if (begin.length !== end.length || begin.length !== strides.length) throw c.refuse("has ends that do not match");
  return begin.map((start, i) => {
    if (bits("ellipsis_mask", i)) return "...";
    if (bits("new_axis_mask", i)) return null;
    if (bits("shrink_axis_mask", i)) return start;
    return {
      start: bits("begin_mask", i) ? undefined : start,
      stop: bits("end_mask", i) ? undefined : end[i],
      step: strides[i] === 1 ? undefined : strides[i],
    };
  });
}

/** Parts out of starts and how many there are; -1 for all that follow. */
export function slicedParts(c: Call): Part[] {
  const counts = c.sizes(c.get("size"), "size");
  return c.sizes(c.get("begin"), "begin").map((start, i) => {
    const count = counts[i];
    if (count === undefined) throw c.refuse("has ends that do not match");
    if (count === -1) return start === 0 ? ":" : { start };
    if (start === 0) return { stop: count };
    if (typeof start === "number" && typeof count === "number") return { start, stop: start + count };
    throw c.refuse("slices to a place that is computed");
  });
}

// ---------------------------------------------------------------- cutting

/** How many elements each part has, of which one may be -1; Keras 3 takes the places where it cuts. */
const split: Make = (c) => {
  const x = c.tensor;
  const axis = c.axis(0, "axis", "split_dim");
  const sizes = c.numbers("num_or_size_splits");
  const size = x.shape[normalizeAxis(c.function, axis, x.rank)];
  c.bounded([sizes[0]!]);
  const many = Array.isArray(c.nested(c.get("num_or_size_splits")));
  if (!many) {
    if (typeof size === "number" && sizes[0]! > size) throw c.refuse(`cuts ${size} elements into ${sizes[0]} parts`);
    return ops.split(x, sizes[0]!, { axis });
  }
  const free = sizes.indexOf(-1);
  if (free >= 0) {
    if (typeof size !== "number") throw c.refuse("cuts an axis of unknown size");
    sizes[free] = size - sizes.reduce((sum, own, i) => (i === free ? sum : sum + own), 0);
  }
  let at = 0;
  return sizes.length === 1
    ? [ops.copy(x)]
    : ops.split(
        x,
        sizes.slice(0, -1).map((own) => (at += own)),
        { axis },
      );
};

const unstack: Make = (c) => {
  const x = c.tensor;
  const axis = c.axis(0, "axis");
  const num = x.shape[normalizeAxis(c.function, axis, x.rank)];
  if (typeof num !== "number") throw c.refuse("takes apart an axis of unknown size");
  c.bounded([num]);
  return ops.unstack(x, { num, axis });
};

// ---------------------------------------------------------------- picking

/** Without an axis the first one behind the batch. */
const gather: Make = (c) => {
  const [x, indices] = [c.tensor, c.indices(c.get("indices", "ids"))];
  const places = toTensor(c.function, indices);
  const batch = c.whole(0, "batch_dims");
  const dims = batch < 0 ? batch + places.rank : batch;
  const axis = normalizeAxis(c.function, c.axis(dims, "axis"), x.rank);
  return dims === 0 ? ops.take(x, indices, { axis }) : gatherBatch(c, x, places, axis, dims);
};

/** Places of its own for each member of a batch: the other axes of the places are one for the while. */
function gatherBatch(c: Call, x: Tensor, places: Tensor, axis: number, batch: number): Tensor {
  if (batch < 0 || batch > axis || batch > places.rank) throw c.refuse("has batch_dims that do not fit");
  const own = places.shape.slice(batch);
  if (own.length !== 1 && own.includes(null)) throw c.refuse("takes places of unknown shape");
  const count = own.reduce<number | null>((n, size) => (n === null || size === null ? null : n * size), 1) ?? -1;
  const known = places.shape.slice(0, batch).map((size) => size ?? -1);
  const after = x.shape.slice(axis + 1);
  // As many axes as x has, to be widened.
  const spread = [...known, ...x.shape.slice(batch, axis).map(() => 1), count, ...after.map(() => 1)];
  if (spread.filter((size) => size === -1).length > 1) throw c.refuse("takes places of unknown shape");
  const list = ops.reshape(places, spread);
  const taken = ops.takeAlongAxis(x, list, { axis });
  if (own.length === 1) return taken;
  if (own.length === 0) return ops.squeeze(taken, { axis });
  const shape = [...x.shape.slice(0, axis), ...own, ...after].map((size) => size ?? -1);
  return ops.reshape(taken, shape);
}

/** Places of several axes as places of one, on tensors whose first axes are one. */
const gatherNd: Make = (c) => {
  const [x, places] = [c.tensor, toTensor(c.function, c.indices(c.get("indices")))];
  const batch = c.whole(0, "batch_dims");
  const depth = places.shape[places.rank - 1];
  if (typeof depth !== "number" || depth < 1 || batch + depth > x.rank) throw c.refuse("takes places of unknown depth");
  const sizes = x.shape.slice(batch, batch + depth);
  const inner = sizes.slice(1);
  if (inner.includes(null)) throw c.refuse("takes places on axes of unknown size");
  const columns = Array.from({ length: depth }, (_, i) => ops.getItem(places, ["...", i]));
  const [first, ...rest] = columns as [Tensor, ...Tensor[]];
  const flat = rest.reduce<Tensor>((sum, column, i) => ops.add(ops.multiply(sum, inner[i] as number), column), first);
  const head = x.shape.slice(0, batch).map((size) => size ?? -1);
  const tail = x.shape.slice(batch + depth);
  const count = sizes.includes(null) ? -1 : (sizes as number[]).reduce((n, size) => n * size, 1);
  const shape = [...head, count, ...tail.map((size) => size ?? -1)];
  if (depth > 1 && shape.filter((size) => size === -1).length > 1)
    throw c.refuse("takes places on axes of unknown size");
  const rows = depth > 1 ? ops.reshape(x, shape) : x;
  return batch === 0 ? ops.take(rows, flat, { axis: 0 }) : gatherBatch(c, rows, flat, batch, batch);
};

const embeddingLookup: Make = (c) => {
  if (c.get("max_norm") !== undefined) throw c.refuse("limits the norm");
  return ops.take(c.x, c.indices(c.get("ids")), { axis: 0 });
};

const oneHot: Make = (c) => {
  const [on, off] = [c.get("on_value"), c.get("off_value")];
  const axis = c.axis(-1, "axis");
  const depth = c.whole(undefined, "depth");
  const plain = (on === undefined || on === 1 || on === true) && (off === undefined || off === 0 || off === false);
  const fallback = typeof on === "boolean" ? "bool" : "float32";
  const dtype = c.dtype(fallback, "dtype", "T");
  const hot = ops.oneHot(c.indices(c.first), depth, { axis, dtype: plain ? dtype : "float32" });
  if (plain) return hot;
  const [high, low] = [c.number(1, "on_value"), c.number(0, "off_value")];
  return ops.cast(ops.add(ops.multiply(hot, high - low), low), dtype);
};

// ---------------------------------------------------------------- putting

const scatter: Make = (c) => {
  const shape = c.numbers("shape");
  c.bounded(shape);
  return ops.scatter(c.indices(c.first), c.other("updates"), shape);
};

/** Updates of parts; several axes of places are one for the while. */
const update =
  (reduction: string | null): Make =>
  (c) => {
    const [x, places] = [c.tensor, toTensor(c.function, c.indices(c.get("indices")))];
    const depth = places.shape[places.rank - 1];
    if (typeof depth !== "number") throw c.refuse("takes places of unknown depth");
    const tail = x.shape.slice(depth).map((size) => size ?? -1);
    const rows = places.rank === 2 ? places : ops.reshape(places, [-1, depth]);
    const updates = c.other("updates");
    const given = places.rank === 2 ? updates : ops.reshape(updates, [-1, ...tail]);
    return ops.scatterUpdate(x, rows, reduction === "sub" ? ops.negative(given) : given, {
      reduction: reduction === "sub" ? "add" : reduction,
    });
  };

/** What takes parts. */
export const SLICES: Table = /* @__PURE__ */ table({
  "__operators__.getitem": getItem,
  strided_slice: (c) => pick(c, c.tensor, stridedParts(c)),
  slice: (c) => pick(c, c.tensor, slicedParts(c)),
  "split splitv": split,
  "unstack unpack": unstack,
  gather: gather,
  batch_gather: (c) => {
    const x = c.tensor;
    const places = toTensor(c.function, c.indices(c.get("indices")));
    return gatherBatch(c, x, places, places.rank - 1, places.rank - 1);
  },
  gather_nd: gatherNd,
  embedding_lookup: embeddingLookup,
  one_hot: oneHot,
  scatter_nd: scatter,
  "tensor_scatter_nd_update tensor_scatter_update": update(null),
  "tensor_scatter_nd_add tensor_scatter_add": update("add"),
  "tensor_scatter_nd_sub tensor_scatter_sub": update("sub"),
  "tensor_scatter_nd_max tensor_scatter_max": update("max"),
  "tensor_scatter_nd_min tensor_scatter_min": update("min"),
});
