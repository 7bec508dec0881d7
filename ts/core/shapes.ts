/** Shapes: sizes, axes and broadcasting. */
import { ShapeError } from "./errors";

/** The shape of a tensor; null stands for a size that is known only when a program runs (the batch). */
export type Shape = readonly (number | null)[];

/** A shape whose sizes are all known. */
export type Dims = readonly number[];

/** The number of elements. */
export function sizeOf(dims: Dims): number {
  let size = 1;
  for (const d of dims) size *= d;
  return size;
}

/** Whether two shapes are equal; null equals null only. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((d, i) => d === b[i]);
}

/** A shape as Python would print it: (2, 3), (None, 5), (4,). */
export function showShape(shape: Shape): string {
  const parts = shape.map((d) => (d === null ? "None" : String(d)));
  return `(${parts.join(", ")}${parts.length === 1 ? "," : ""})`;
}

/** An axis counted from the front. */
export function normalizeAxis(where: string, axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new ShapeError(where, "axis is out of range", {
      expected: rank === 0 ? "no axis, the tensor is a scalar" : `an integer from ${-rank} to ${rank - 1}`,
      received: { axis },
    });
  }
  return axis < 0 ? axis + rank : axis;
}

/** Axes counted from the front, in order; undefined or null stands for all. */
export function normalizeAxes(
  where: string,
  axis: number | readonly number[] | null | undefined,
  rank: number,
): number[] {
  if (axis === undefined || axis === null) return Array.from({ length: rank }, (_, i) => i);
  const axes = (typeof axis === "number" ? [axis] : [...axis]).map((a) => normalizeAxis(where, a, rank));
  axes.sort((a, b) => a - b);
  for (let i = 1; i < axes.length; i++) {
    if (axes[i] === axes[i - 1]) throw new ShapeError(where, "the axis is named twice", { received: { axis } });
  }
  return axes;
}

/** The shape that two shapes broadcast to, by NumPy's rule. */
export function broadcastShapes(where: string, a: Dims, b: Dims): number[] {
  const rank = Math.max(a.length, b.length);
  const out: number[] = new Array(rank);
  for (let i = 1; i <= rank; i++) {
    const x = a[a.length - i] ?? 1;
    const y = b[b.length - i] ?? 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw new ShapeError(where, "the operands do not broadcast", {
        expected: "sizes that are equal or 1, counted from the last axis",
        received: `shapes [${a}] and [${b}]`,
      });
    }
    out[rank - i] = x === 1 ? y : x;
  }
  return out;
}

/** Row-major strides in elements. */
export function stridesOf(dims: Dims): number[] {
  const strides: number[] = new Array(dims.length);
  let step = 1;
  for (let i = dims.length - 1; i >= 0; i--) {
    strides[i] = step;
    step *= dims[i]!;
  }
  return strides;
}

/** Strides that lay a tensor of shape `from` over the shape `to` it broadcasts to: 0 along repeated axes. */
export function broadcastStrides(from: Dims, to: Dims): number[] {
  const own = stridesOf(from);
  return to.map((d, i) => {
    const j = i - (to.length - from.length);
    return j < 0 || (from[j] === 1 && d !== 1) ? 0 : own[j]!;
  });
}

/** Axes that broadcasting `from` to `to` repeats, in terms of `to`. */
export function repeatedAxes(from: Dims, to: Dims): number[] {
  const axes: number[] = [];
  for (let i = 0; i < to.length; i++) {
    const j = i - (to.length - from.length);
    if (j < 0 || (from[j] === 1 && to[i] !== 1)) axes.push(i);
  }
  return axes;
}
