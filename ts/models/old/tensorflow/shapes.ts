/** Functions of TensorFlow that give tensors another shape. */
import { ShapeError } from "../../../core/errors";
import { normalizeAxis } from "../../../core/shapes";
import type { Tensor } from "../../../core/tensor";
import * as ops from "../../../ops/gen/public";
import type { Call, Make } from "./call";
import { type Table, table } from "./table";
import { type Num, Size, zerosOf } from "./values";

// ---------------------------------------------------------------- reshape

/** The size that -1 stands for beside one unknown size, where the tensor has one unknown size too. */
function freeSize(x: Tensor, shape: readonly Num[]): number | undefined {
  const unknown = shape.filter((size) => size instanceof Size);
  if (unknown.length !== 1 || x.shape.filter((size) => size === null).length !== 1) return undefined;
  const product = (sizes: readonly (Num | null)[]): number =>
    sizes.reduce<number>((all, size) => all * (typeof size === "number" && size !== -1 ? size : 1), 1);
  const size = product(x.shape) / (product(shape) * (unknown[0]!.exact?.times ?? Number.NaN));
  return Number.isInteger(size) ? size : undefined;
}

/** The last axis of size n as axes of these sizes; no other size need be known. */
function takeApart(x: Tensor, sizes: readonly number[]): Tensor {
  const [first, ...rest] = sizes;
  if (first === undefined) return ops.squeeze(x, { axis: -1 });
  if (rest.length === 0) return x;
  const parts = ops.split(x, first, { axis: -1 });
  return takeApart(ops.stack(parts, { axis: -2 }), rest);
}

/** The last axes as one. */
function putTogether(x: Tensor, count: number): Tensor {
  if (count === 0) return ops.expandDims(x, -1);
  return count === 1 ? x : putTogether(ops.concatenate(ops.unstack(x, { axis: -2 }), { axis: -1 }), count - 1);
}

/** Cutting an axis makes as many tensors. */
const MOST_PARTS = 4096;

/** A reshape behind several unknown sizes, which stay where they are. */
function behindUnknown(c: Call, x: Tensor, shape: readonly Num[]): Tensor {
  const at = x.shape.lastIndexOf(null) + 1;
  const same = x.shape.slice(0, at).every((size, i) => {
    const own = shape[i];
    return size === null ? own instanceof Size || own === -1 : own === size;
  });
  const [from, to] = [x.shape.slice(at) as number[], shape.slice(at)];
  const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);
  const known = to.every((size): size is number => typeof size === "number" && size >= 0);
  if (!same || !known || product(from) !== product(to) || product(to) > MOST_PARTS) {
    throw c.refuse("takes more than one size that is computed while the model runs");
  }
  return takeApart(putTogether(x, from.length), to);
}

/** Sizes that are unknown: one of them is left to be found, as -1. */
const reshape: Make = (c) => {
  const x = c.tensor;
  const shape = c.sizes(c.get("shape"));
  const free = shape.indexOf(-1);
  const open = shape.filter((size) => size === -1 || size instanceof Size);
  if (open.length < 2) {
    return ops.reshape(
      x,
      shape.map((size) => (size instanceof Size ? -1 : size)),
    );
  }
  const size = free < 0 ? undefined : freeSize(x, shape);
  if (size === undefined) return behindUnknown(c, x, shape);
  return ops.reshape(
    x,
    shape.map((own) => (own === -1 ? size : own instanceof Size ? -1 : own)),
  );
};

// ---------------------------------------------------------------- repeating

/** `x` repeated to a shape by a sum with zeros. */
function widened(c: Call, x: Tensor, shape: readonly Num[]): Tensor {
  c.bounded(shape);
  const zeros = zerosOf(shape, x.dtype === "bool" ? "int32" : x.dtype);
  if (!zeros) throw c.refuse("takes sizes that are computed while the model runs");
  return x.dtype === "bool" ? ops.logicalOr(x, ops.cast(zeros, "bool")) : ops.add(x, zeros);
}

/** A size that the tensor has by chance, as the batch, is left as it is. */
const broadcastTo: Make = (c) => {
  const x = c.tensor;
  const shape = c.sizes(c.get("shape"));
  const before = shape.length - x.rank;
  const own = (i: number): number | null => (i < before ? 1 : x.shape[i - before]!);
  const fixed = shape.every((size, i) => typeof size === "number" && own(i) !== null);
  if (fixed) return ops.broadcastTo(x, shape as number[]);
  return widened(
    c,
    x,
    shape.map((size, i) => (own(i) === null || size === -1 ? 1 : size)),
  );
};

/** How often is unknown: along an axis of 1 it is a sum with zeros, else a new axis before it is widened. */
const tile: Make = (c) => {
  const x = c.tensor;
  const counts = c.sizes(c.get("multiples"), "multiples");
  if (!counts.some((count) => count instanceof Size)) return ops.tile(x, counts as number[]);
  const spread: Num[] = [];
  const shape: number[] = [];
  const merged: number[] = [];
  for (const [i, count] of counts.entries()) {
    const size = x.shape[i] ?? -1;
    if (count === 1) {
      shape.push(size);
      spread.push(1);
    } else if (size === 1) {
      shape.push(1);
      spread.push(count);
    } else {
      shape.push(1, size);
      spread.push(count, 1);
    }
    merged.push(count instanceof Size || size === -1 ? -1 : count * size);
  }
  if (shape.length === x.rank) return widened(c, x, spread);
  const wide = widened(c, ops.reshape(x, shape), spread);
  if (merged.filter((size) => size < 0).length > 1) throw c.refuse("repeats more than one axis of unknown size");
  return ops.reshape(wide, merged);
};

const repeat: Make = (c) => {
  const counts = c.numbers("repeats");
  const axis = c.get("axis") === undefined ? null : c.axis(0, "axis");
  return ops.repeat(c.x, counts.length === 1 ? counts[0]! : counts, { axis });
};

// ---------------------------------------------------------------- axes

const transpose: Make = (c) =>
  c.get("perm") === undefined ? ops.transpose(c.x) : ops.transpose(c.x, { axes: c.numbers("perm") });

/** Without axes those that are of size 1 whatever the model is given. */
const squeeze: Make = (c) => {
  const x = c.tensor;
  const given = c.axes("axis", "squeeze_dims");
  const axis = given ?? x.shape.flatMap((size, i) => (size === 1 ? [i] : []));
  return Array.isArray(axis) && axis.length === 0 ? ops.copy(x) : ops.squeeze(x, { axis });
};

const expandDims: Make = (c) => ops.expandDims(c.x, c.axis(0, "axis", "dim"));

const concat: Make = (c) => {
  const parts = c.tensors;
  return parts.length === 1 ? ops.copy(parts[0]!) : ops.concatenate(parts, { axis: c.axis(0, "axis") });
};

/** Numbers that are computed stay apart: they may be places or sizes. */
const stack: Make = (c) => {
  const list = c.nested(c.first);
  const isNumbers = Array.isArray(list) && list.every((item) => typeof item === "number" || item instanceof Size);
  return isNumbers ? c.fixed(list, "int32") : ops.stack(c.tensors, { axis: c.axis(0, "axis") });
};

const flip: Make = (c) => ops.flip(c.x, { axis: c.numbers("axis") });

const roll: Make = (c) => {
  const shift = c.numbers("shift");
  return ops.roll(c.x, shift.length === 1 ? shift[0]! : shift, { axis: c.axes("axis") });
};

// ---------------------------------------------------------------- borders and blocks

const MODES: Readonly<Record<string, string>> = { CONSTANT: "constant", REFLECT: "reflect", SYMMETRIC: "symmetric" };

const pairs = (c: Call, name: string): [number, number][] => {
  const flat = c.nested(c.get(name));
  const sizes = Array.isArray(flat) ? flat.map((pair) => c.sizes(pair, name)) : [];
  if (!sizes.length || !sizes.every((pair) => pair.length === 2 && pair.every((size) => typeof size === "number"))) {
    throw c.refuse(`takes ${name} that are computed while the model runs, or none`);
  }
  return sizes as [number, number][];
};

const pad: Make = (c) => {
  const name = c.text("CONSTANT", "mode").toUpperCase();
  const mode = Object.hasOwn(MODES, name) ? MODES[name]! : undefined;
  if (mode === undefined) throw c.refuse(`has the mode ${name}`);
  const value = c.number(0, "constant_values");
  return ops.pad(c.x, pairs(c, "paddings"), mode === "constant" ? { constantValues: value } : { mode });
};

const format = (c: Call): string =>
  c.text("NHWC", "data_format").startsWith("NC") ? "channels_first" : "channels_last";

const depthToSpace: Make = (c) => ops.depthToSpace(c.x, c.whole(undefined, "block_size"), { dataFormat: format(c) });
const spaceToDepth: Make = (c) => ops.spaceToDepth(c.x, c.whole(undefined, "block_size"), { dataFormat: format(c) });

/** Blocks of space become further members of the batch, blocks first. */
const spaceToBatch: Make = (c) => {
  const blocks = c.numbers("block_shape");
  const borders = pairs(c, "paddings");
  const x = c.tensor;
  const rest = x.shape.slice(1 + blocks.length);
  const padded = ops.pad(x, [[0, 0], ...borders, ...rest.map(() => [0, 0] as [number, number])]);
  const inner = padded.shape.slice(1, 1 + blocks.length);
  if ([...inner, ...rest].includes(null)) throw c.refuse("needs sizes that are known before the model runs");
  const sizes = (inner as number[]).map((size, i) => size / blocks[i]!);
  const apart = ops.reshape(padded, [-1, ...sizes.flatMap((size, i) => [size, blocks[i]!]), ...rest]);
  const [at, own] = [blocks.map((_, i) => 2 + 2 * i), blocks.map((_, i) => 1 + 2 * i)];
  const others = rest.map((_, i) => 1 + 2 * blocks.length + i);
  return ops.reshape(ops.transpose(apart, { axes: [...at, 0, ...own, ...others] }), [-1, ...sizes, ...rest]);
};

/** The other way, with what stands over cut off. */
const batchToSpace: Make = (c) => {
  const blocks = c.numbers("block_shape");
  const crops = pairs(c, "crops");
  const x = c.tensor;
  const sizes = x.shape.slice(1);
  if (sizes.includes(null)) throw c.refuse("needs sizes that are known before the model runs");
  const [inner, rest] = [sizes.slice(0, blocks.length) as number[], sizes.slice(blocks.length)];
  const apart = ops.reshape(x, [...blocks, -1, ...sizes]);
  const mixed = blocks.flatMap((_, i) => [blocks.length + 1 + i, i]);
  const others = rest.map((_, i) => 1 + 2 * blocks.length + i);
  const moved = ops.transpose(apart, { axes: [blocks.length, ...mixed, ...others] });
  const whole = ops.reshape(moved, [-1, ...inner.map((size, i) => size * blocks[i]!), ...rest]);
  return ops.getItem(whole, [
    ":",
    ...crops.map(([start, end], i) => ({ start, stop: inner[i]! * blocks[i]! - end })),
    "...",
  ]);
};

/** The beginning of each row turned around, as far as its length says. */
const reverseSequence: Make = (c) => {
  const x = c.tensor;
  const seq = normalizeAxis(c.function, c.axis(0, "seq_axis", "seq_dim"), x.rank);
  const batch = normalizeAxis(c.function, c.axis(0, "batch_axis", "batch_dim"), x.rank);
  const size = x.shape[seq];
  if (typeof size !== "number") throw c.refuse("needs the length of the longest sequence");
  c.bounded([size]);
  const along = (axis: number): number[] => x.shape.map((_, i) => (i === axis ? -1 : 1));
  const lengths = ops.reshape(ops.cast(c.indices(c.get("seq_lengths")), "int32"), along(batch));
  const steps = ops.reshape(ops.arange(size), along(seq));
  const turned = ops.subtract(ops.subtract(lengths, 1), steps);
  return ops.takeAlongAxis(x, ops.where(ops.less(steps, lengths), turned, steps), { axis: seq });
};

const batchFlatten: Make = (c) => {
  const x = c.tensor;
  const sizes = x.shape.slice(1);
  if (sizes.includes(null)) throw c.refuse("flattens axes of unknown size");
  return ops.reshape(x, [-1, (sizes as number[]).reduce((n, size) => n * size, 1)]);
};

const ensureShape: Make = (c) => {
  const x = c.tensor;
  const shape = c.get("shape");
  const fits =
    !Array.isArray(shape) ||
    (shape.length === x.rank && x.shape.every((size, i) => size === null || shape[i] === null || shape[i] === size));
  if (!fits)
    throw new ShapeError(c.function, "the tensor has another shape", { received: { "x.shape": x.shape, shape } });
  return ops.copy(x);
};

const copies: Make = (c) => c.tensors.map((x) => ops.copy(x));

/** What gives shapes. */
export const SHAPES: Table = /* @__PURE__ */ table({
  reshape: reshape,
  broadcast_to: broadcastTo,
  tile: tile,
  repeat: repeat,
  transpose,
  expand_dims: expandDims,
  squeeze: squeeze,
  concat: concat,
  "stack parallel_stack pack parallel_concat": stack,
  reverse: flip,
  roll: roll,
  "pad mirror_pad": pad,
  reverse_sequence: reverseSequence,
  depth_to_space: depthToSpace,
  space_to_depth: spaceToDepth,
  "space_to_batch space_to_batch_nd": spaceToBatch,
  "batch_to_space batch_to_space_nd": batchToSpace,
  ensure_shape: ensureShape,
  "keras.backend.batch_flatten": batchFlatten,
  "identity_n tuple": copies,
  zeros_like: (c) => ops.zerosLike(c.x, typed(c)),
  ones_like: (c) => ops.onesLike(c.x, typed(c)),
});

const typed = (c: Call): { dtype: string } => ({ dtype: c.dtype(c.tensor.dtype, "dtype") });
