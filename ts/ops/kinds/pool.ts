/** Pools: one public function over the geometry of windows. */
import type { TensorLike } from "../../core/convert";
import type { Lowering, Op } from "../../core/op";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import { makeNode, type Tensor } from "../../core/tensor";
import { asLine, asPlane, spatial } from "./spatial";
import { poolVolume } from "./volume";
import {
  CHANNELS,
  channelsFirst,
  checkPadding,
  flatWindow,
  geometry,
  IMAGES,
  KERNEL_HEIGHT,
  KERNEL_WIDTH,
  OUT_HEIGHT,
  OUT_WIDTH,
  sizesOf,
  type Window,
} from "./window";

/** Options of a pool. */
export interface PoolOptions {
  /** The pool size when absent. */
  strides?: number | readonly number[] | null;
  padding?: string;
  dataFormat?: string | null;
}

/** A pool as a function, with its record. */
export interface PoolFunction {
  (inputs: TensorLike, poolSize: number | readonly number[], options?: PoolOptions): Tensor;
  op: Op;
}

/** A pool of x [images, ...spatial, channels]. */
export function pooling(op: Op, where: string, x: Tensor, window: Window): Tensor {
  const plane = (name: string, images: Tensor, inner: Window): Tensor => {
    if ([...inner.kernel, ...inner.strides].every((size) => size === 1)) return images;
    return makeNode(op, [images], { geometry: geometry(name, images.dims, inner, images.dims[3]!, 1) });
  };
  const axes = x.rank - 2;
  if (axes === 3) return poolVolume(where, x, window, plane);
  return axes === 2 ? plane(where, x, window) : asLine(plane(where, asPlane(x), flatWindow(window)));
}

/** Makes the public function of a pool. */
export function pool(op: Op, camel: string): PoolFunction {
  const where = op.name;
  const fn = callable(
    where,
    (inputs: TensorLike, poolSize: number | readonly number[], options?: PoolOptions): Tensor => {
      const keys = ["strides", "padding", "dataFormat"];
      const { strides, padding, dataFormat } = checkOptions(where, options, keys, `ops.${camel}(x, 2, { strides: 2 })`);
      const { x, axes, back } = spatial(where, inputs, channelsFirst(where, dataFormat));
      const kernel = sizesOf(where, "poolSize", poolSize, axes);
      const window = {
        kernel,
        strides: strides === undefined || strides === null ? kernel : sizesOf(where, "strides", strides, axes),
        dilation: kernel.map(() => 1),
        padding: checkPadding(where, padding),
      };
      return back(pooling(op, where, x, window));
    },
  );
  return Object.assign(fn, { op });
}

/** The instruction of a pool or a pool's gradient: a unit is a row of the output, or an image. */
export function lowerPool(kernel: string, g: readonly number[], byImage: boolean): Lowering {
  const row = g[OUT_WIDTH]! * g[CHANNELS]! * g[KERNEL_HEIGHT]! * g[KERNEL_WIDTH]!;
  const units = byImage ? g[IMAGES]! : g[IMAGES]! * g[OUT_HEIGHT]!;
  return { kernel, units, work: Math.max(1, byImage ? row * g[OUT_HEIGHT]! : row), words: g };
}
