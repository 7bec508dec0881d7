/** Adaptive pools: windows of nearly equal size, as many as the output has cells. */
import { type TensorLike, tensorFrom } from "../../core/convert";
import type { Op } from "../../core/op";
import { checkOptions } from "../../core/options";
import { sizeOf } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { concatenate } from "../concatenate";
import { take } from "../take";
import { reshape } from "../view/reshape";
import { pooling } from "./pool";
import { spatial } from "./spatial";
import { channelsFirst, sizesOf, type Window } from "./window";

/** Options of an adaptive pool. */
export interface AdaptiveOptions {
  dataFormat?: string | null;
}

/** An adaptive pool as a function. */
export type AdaptiveFunction = (
  inputs: TensorLike,
  outputSize: number | readonly number[],
  options?: AdaptiveOptions,
) => Tensor;

/** Makes the public function of an adaptive pool. */
export function adaptive(op: Op, where: string, camel: string): AdaptiveFunction {
  return callable(where, (inputs: TensorLike, outputSize: number | readonly number[], options?: AdaptiveOptions) => {
    const form = `ops.${camel}(x, 2, { dataFormat: "channels_first" })`;
    const { dataFormat } = checkOptions(where, options, ["dataFormat"], form);
    const { x, axes, back } = spatial(where, inputs, channelsFirst(where, dataFormat));
    const out = sizesOf(where, "outputSize", outputSize, axes);
    return back(out.reduce((y, size, axis) => poolAlong(op, where, y, axis + 1, size), x));
  });
}

/** Window i of one axis begins at floor(i size / out) and ends before ceil((i + 1) size / out). */
function poolAlong(op: Op, where: string, x: Tensor, axis: number, out: number): Tensor {
  const dims = x.dims;
  const size = dims[axis]!;
  const channels = dims[x.rank - 1]!;
  const view = reshape(x, [sizeOf(dims.slice(0, axis)), size, sizeOf(dims.slice(axis + 1, -1)), channels]);
  const windows = (length: number, stride: number): Tensor => {
    const window: Window = { kernel: [length, 1], strides: [stride, 1], dilation: [1, 1], padding: "valid" };
    return pooling(op, where, view, window);
  };
  const result = [...dims.slice(0, axis), out, ...dims.slice(axis + 1)];
  if (size % out === 0) return reshape(windows(size / out, size / out), result);
  const small = Math.ceil(size / out);
  const starts = Array.from({ length: out }, (_, i) => Math.floor((i * size) / out));
  const long = starts.map((start, i) => Math.ceil(((i + 1) * size) / out) - start > small);
  // Windows of both lengths at every place, of which each cell takes its own.
  const count = size - small + 1;
  const all = long.includes(true)
    ? concatenate([windows(small, 1), windows(small + 1, 1)], { axis: 1 })
    : windows(small, 1);
  const indices = starts.map((start, i) => (long[i] ? start + count : start));
  return reshape(take(all, tensorFrom(where, indices, undefined, "int32"), { axis: 1 }), result);
}
