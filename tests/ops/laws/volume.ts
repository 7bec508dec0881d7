/** Naive windows over any number of spatial axes in float64: one loop over all pairs of cells. */
import { type Axis, axis } from "./window";

/** The axes of windows over `sizes`. */
export function axesOf(
  sizes: readonly number[],
  kernel: readonly number[],
  strides: readonly number[],
  dilation: readonly number[],
  same: boolean,
): Axis[] {
  return sizes.map((size, i) => axis(size, kernel[i]!, strides[i]!, dilation[i]!, same));
}

/** Every list of whole numbers below `sizes`, the last counting fastest. */
export function places(sizes: readonly number[]): number[][] {
  return sizes.reduce<number[][]>(
    (lists, size) => lists.flatMap((list) => Array.from({ length: size }, (_, i) => [...list, i])),
    [[]],
  );
}

const flat = (place: readonly number[], sizes: readonly number[]): number =>
  place.reduce((at, p, i) => at * sizes[i]! + p, 0);

/** Calls `visit` with the numbers of the cell and the tap, for each tap of a window that meets the input. */
function taps(axes: readonly Axis[], out: readonly number[], visit: (cell: number, tap: number) => void): void {
  const kernel = axes.map((a) => a.kernel);
  const sizes = axes.map((a) => a.size);
  for (const tap of places(kernel)) {
    const cell = axes.map((a, i) => out[i]! * a.stride - a.before + tap[i]! * a.dilation);
    if (cell.every((c, i) => c >= 0 && c < sizes[i]!)) visit(flat(cell, sizes), flat(tap, kernel));
  }
}

const product = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);

/** x [images, ...sizes, channels], kernel [...kernel, channels / groups, filters]. */
export function conv(
  x: ArrayLike<number>,
  kernel: ArrayLike<number>,
  axes: readonly Axis[],
  [images, channels, filters, groups]: readonly [number, number, number, number],
): Float64Array {
  const outs = places(axes.map((a) => a.out));
  const cells = product(axes.map((a) => a.size));
  const y = new Float64Array(images * outs.length * filters);
  const [own, each] = [channels / groups, filters / groups];
  for (let n = 0; n < images; n++) {
    outs.forEach((out, o) => {
      taps(axes, out, (cell, tap) => {
        for (let f = 0; f < filters; f++) {
          for (let c = 0; c < own; c++) {
            const from = x[(n * cells + cell) * channels + Math.floor(f / each) * own + c]!;
            y[(n * outs.length + o) * filters + f]! += from * kernel[(tap * own + c) * filters + f]!;
          }
        }
      });
    });
  }
  return y;
}

/** x [images, ...sizes, channels], kernel [...kernel, filters, channels]: every cell spreads the kernel, nothing is cut. */
export function spread(
  x: ArrayLike<number>,
  kernel: ArrayLike<number>,
  axes: readonly Axis[],
  full: readonly number[],
  [images, channels, filters]: readonly [number, number, number],
): Float64Array {
  const sizes = axes.map((a) => a.size);
  const kernels = axes.map((a) => a.kernel);
  const y = new Float64Array(images * product(full) * filters);
  for (let n = 0; n < images; n++) {
    for (const cell of places(sizes)) {
      for (const tap of places(kernels)) {
        const to = flat(
          axes.map((a, i) => cell[i]! * a.stride + tap[i]! * a.dilation),
          full,
        );
        for (let f = 0; f < filters; f++) {
          for (let c = 0; c < channels; c++) {
            const weight = kernel[(flat(tap, kernels) * filters + f) * channels + c]!;
            y[(n * product(full) + to) * filters + f]! +=
              x[(n * product(sizes) + flat(cell, sizes)) * channels + c]! * weight;
          }
        }
      }
    }
  }
  return y;
}

/** The largest cell of each window, or the mean of the cells inside the input. */
export function pool(
  x: ArrayLike<number>,
  axes: readonly Axis[],
  [images, channels]: readonly [number, number],
  mean: boolean,
): Float64Array {
  const windows = places(axes.map((a) => a.out)).map((out) => {
    const cells: number[] = [];
    taps(axes, out, (cell) => cells.push(cell));
    return cells;
  });
  return fold(x, windows, product(axes.map((a) => a.size)), [images, channels], mean);
}

/** Windows from floor(i size / out) to ceil((i + 1) size / out) along each axis. */
export function adaptive(
  x: ArrayLike<number>,
  sizes: readonly number[],
  outs: readonly number[],
  counts: readonly [number, number],
  mean: boolean,
): Float64Array {
  const windows = places(outs).map((out) => {
    const from = out.map((o, i) => Math.floor((o * sizes[i]!) / outs[i]!));
    const to = out.map((o, i) => Math.ceil(((o + 1) * sizes[i]!) / outs[i]!));
    return places(to.map((t, i) => t - from[i]!)).map((inner) =>
      flat(
        inner.map((d, i) => from[i]! + d),
        sizes,
      ),
    );
  });
  return fold(x, windows, product(sizes), counts, mean);
}

function fold(
  x: ArrayLike<number>,
  windows: readonly (readonly number[])[],
  cells: number,
  [images, channels]: readonly [number, number],
  mean: boolean,
): Float64Array {
  const y = new Float64Array(images * windows.length * channels);
  let at = 0;
  for (let n = 0; n < images; n++) {
    for (const window of windows) {
      for (let c = 0; c < channels; c++, at++) {
        const seen = window.map((cell) => x[(n * cells + cell) * channels + c]!);
        y[at] = mean ? seen.reduce((a, b) => a + b, 0) / seen.length : Math.max(...seen);
      }
    }
  }
  return y;
}
