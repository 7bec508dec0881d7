/** Resampling along one axis: weights of the cells that each new cell is made of, as JAX has them. */
import { tensorFrom } from "../../core/convert";
import { ValueError } from "../../core/errors";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { cast } from "../cast";
import { multiply } from "../multiply";
import { take } from "../take";

/** How new cells are made of old ones. */
export type Interpolation = "nearest" | "bilinear" | "bicubic" | "lanczos3" | "lanczos5";

const NAMES: readonly Interpolation[] = ["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"];

/** Checks the name of an interpolation. */
export function checkInterpolation(where: string, name: unknown): Interpolation {
  if (NAMES.includes(name as Interpolation)) return name as Interpolation;
  throw new ValueError(where, "the interpolation is unknown", {
    expected: NAMES.map((known) => `"${known}"`).join(", "),
    received: { interpolation: name },
  });
}

const f32 = Math.fround;

/** The weight of a cell at a distance, in cells. */
const KERNELS: Readonly<Record<Exclude<Interpolation, "nearest">, (x: number) => number>> = {
  bilinear: (x) => Math.max(0, 1 - x),
  bicubic: (x) => {
    if (x >= 2) return 0;
    return x >= 1 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : (1.5 * x - 2.5) * x * x + 1;
  },
  lanczos3: (x) => lanczos(3, x),
  lanczos5: (x) => lanczos(5, x),
};

function lanczos(radius: number, x: number): number {
  if (x > radius) return 0;
  if (x <= 1e-3) return 1;
  return (radius * Math.sin(Math.PI * x) * Math.sin((Math.PI * x) / radius)) / (Math.PI ** 2 * x ** 2);
}

/** x with `size` cells along an axis instead of those it has. Whole numbers stay whole only where cells are picked. */
export function resample(x: Tensor, axis: number, size: number, method: Interpolation, antialias: boolean): Tensor {
  const from = x.dims[axis]!;
  if (from === size) return x;
  if (method === "nearest") return pick(x, axis, nearest(from, size));
  const taps = weightsOf(from, size, KERNELS[method], antialias);
  const shape = x.dims.map((_, i) => (i === axis ? size : 1));
  const terms = taps.map(({ cells, weights }) =>
    multiply(pick(cast(x, "float32"), axis, cells), tensorFrom("resize", weights, shape, "float32")),
  );
  return terms.reduce((sum, term) => add(sum, term));
}

function pick(x: Tensor, axis: number, cells: readonly number[]): Tensor {
  return take(x, tensorFrom("resize", cells, undefined, "int32"), { axis });
}

/** The cell under the middle of each new cell, rounded as XLA rounds: it multiplies by the reciprocal of the size. */
function nearest(from: number, size: number): number[] {
  const step = f32(from * f32(1 / size));
  return Array.from({ length: size }, (_, i) => Math.min(from - 1, Math.floor(f32((i + 0.5) * step))));
}

/** One old cell for each new one, and its weight. */
interface Tap {
  cells: number[];
  weights: number[];
}

/** The taps that make up each new cell: as many as the cell that needs most. */
function weightsOf(from: number, size: number, kernel: (x: number) => number, antialias: boolean): Tap[] {
  const inverse = f32(from / size);
  const spread = antialias ? Math.max(inverse, 1) : 1;
  const rows = Array.from({ length: size }, (_, i) => {
    // One rounding, as XLA fuses it.
    const at = f32((i + 0.5) * inverse - 0.5);
    const found: { cell: number; weight: number }[] = [];
    for (let cell = 0; cell < from; cell++) {
      const weight = kernel(f32(f32(Math.abs(f32(at - cell))) / spread));
      if (weight !== 0) found.push({ cell, weight });
    }
    const total = found.reduce((sum, { weight }) => sum + weight, 0);
    const inside = at >= -0.5 && at <= from - 0.5 && Math.abs(total) > 1000 * 2 ** -23;
    return found.map(({ cell, weight }) => ({ cell, weight: inside ? weight / total : 0 }));
  });
  const count = Math.max(1, ...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, tap) => ({
    cells: rows.map((row) => row[tap]?.cell ?? row[0]?.cell ?? 0),
    weights: rows.map((row) => row[tap]?.weight ?? 0),
  }));
}
