/** The kind "window": the geometry that convolutions, pools and their gradients share. */
import { K_CHUNK, RUN_BYTES, TILE_BYTES } from "../../../assembly/layout";
import { ShapeError, ValueError } from "../../core/errors";
import type { Dims } from "../../core/shapes";

/** Padding as Keras spells it; "causal" is "valid" behind as many zeros as the kernel reaches back. */
export type Padding = "valid" | "same" | "causal";

/** The 16 numbers of assembly/kinds/geometry.ts, in order. */
export const IMAGES = 0;
export const HEIGHT = 1;
export const WIDTH = 2;
export const CHANNELS = 3;
export const OUT_HEIGHT = 4;
export const OUT_WIDTH = 5;
export const FILTERS = 6;
export const KERNEL_HEIGHT = 7;
export const KERNEL_WIDTH = 8;
export const STRIDE_HEIGHT = 9;
export const STRIDE_WIDTH = 10;
export const PAD_TOP = 13;
export const PAD_LEFT = 14;
export const GROUPS = 15;

/** What a windowed op is called with; sizes for each spatial axis. */
export interface Window {
  kernel: readonly number[];
  strides: readonly number[];
  dilation: readonly number[];
  padding: Padding;
}

/** The geometry of windows over x [images, height, width, channels]. */
export function geometry(where: string, x: Dims, window: Window, filters: number, groups: number): number[] {
  const [h, w] = [along(where, x[1]!, window, 0), along(where, x[2]!, window, 1)];
  return geometryOf(x, window, { out: [h.out, w.out], before: [h.before, w.before] }, filters, groups);
}

/** The geometry for given sizes of y and given padding. */
export function geometryOf(
  x: Dims,
  window: Window,
  { out, before }: { out: readonly number[]; before: readonly number[] },
  filters: number,
  groups: number,
): number[] {
  return [
    ...[x[0]!, x[1]!, x[2]!, x[3]!],
    ...[out[0]!, out[1]!, filters],
    ...[window.kernel[0]!, window.kernel[1]!],
    ...[window.strides[0]!, window.strides[1]!],
    ...[window.dilation[0]!, window.dilation[1]!],
    ...[before[0]!, before[1]!, groups],
  ];
}

/** Output size and padding before along one spatial axis, by TensorFlow's rule. */
export function along(where: string, size: number, window: Window, axis: number): { out: number; before: number } {
  const stride = window.strides[axis]!;
  const reach = (window.kernel[axis]! - 1) * window.dilation[axis]! + 1;
  if (window.padding === "causal") return { out: Math.ceil(size / stride), before: reach - 1 };
  if (window.padding === "same") {
    const out = Math.ceil(size / stride);
    return { out, before: Math.floor(Math.max(0, (out - 1) * stride + reach - size) / 2) };
  }
  if (size < reach) {
    throw new ShapeError(where, "the window is larger than the input", {
      expected: `an input of at least ${reach} with padding "valid"`,
      received: `${size}`,
      fix: 'Use padding "same" or a smaller kernel',
    });
  }
  return { out: Math.floor((size - reach) / stride) + 1, before: 0 };
}

/** One spatial axis as the second of two: the first has size 1. */
export function flatWindow(window: Window): Window {
  const one = (sizes: readonly number[]): number[] => [1, sizes[0]!];
  const { kernel, strides, dilation, padding } = window;
  return { kernel: one(kernel), strides: one(strides), dilation: one(dilation), padding };
}

/** A number, or one for each of `rank` axes, as a list of whole numbers of at least `least`. */
export function sizesOf(where: string, name: string, value: unknown, rank: number, least = 1): number[] {
  const list: unknown = typeof value === "number" ? new Array<number>(rank).fill(value) : value;
  const legal = (v: unknown): boolean => Number.isInteger(v) && (v as number) >= least;
  if (!Array.isArray(list) || list.length !== rank || !list.every(legal)) {
    const one = least === 1 ? "a positive whole number" : "a whole number that is not negative";
    throw new ValueError(where, `${name} does not fit`, {
      expected: rank === 1 ? one : `${one} or ${rank} of them`,
      received: { [name]: value },
    });
  }
  return [...list];
}

/** Checks the name of a padding. */
export function checkPadding(where: string, padding: string | undefined, causal = false): Padding {
  const name = String(padding ?? "valid").toLowerCase();
  if (name === "valid" || name === "same" || (causal && name === "causal")) return name;
  throw new ValueError(where, "the padding is unknown", {
    expected: causal ? '"valid", "same" or "causal"' : '"valid" or "same"',
    received: { padding },
  });
}

/** Options of a convolution. */
export interface ConvOptions {
  strides?: number | readonly number[];
  padding?: string;
  dataFormat?: string | null;
  dilationRate?: number | readonly number[];
}

/** The window that the options of a convolution describe. */
export function windowOf(where: string, kernel: readonly number[], options: ConvOptions): Window {
  return {
    kernel,
    strides: sizesOf(where, "strides", options.strides ?? 1, kernel.length),
    dilation: sizesOf(where, "dilationRate", options.dilationRate ?? 1, kernel.length),
    padding: checkPadding(where, options.padding),
  };
}

/** Checks the name of a data format. */
export function channelsFirst(where: string, format: string | null | undefined): boolean {
  if (format === undefined || format === null || format === "channels_last") return false;
  if (format === "channels_first") return true;
  throw new ValueError(where, "the data format is unknown", {
    expected: '"channels_last" or "channels_first"',
    received: { dataFormat: format },
  });
}

/** Scratch of a convolution and of its gradient to the input: tiles, the runs of a chunk with zeros, four rows of a tile. */
export const CONV_SCRATCH: number = TILE_BYTES + K_CHUNK * (RUN_BYTES + 4) + 64;

/** Multiplications of a convolution, or of one of its gradients; those with the border count too. */
export function convolutionMacs(g: readonly number[]): number {
  const [height, width, channels, filters] = kernelShape(g) as [number, number, number, number];
  return g[IMAGES]! * g[OUT_HEIGHT]! * g[OUT_WIDTH]! * height * width * channels * filters;
}

/** Those of a depthwise convolution, or of one of its gradients. */
export function depthwiseMacs(g: readonly number[]): number {
  return g[IMAGES]! * g[OUT_HEIGHT]! * g[OUT_WIDTH]! * g[KERNEL_HEIGHT]! * g[KERNEL_WIDTH]! * g[CHANNELS]!;
}

/** The shape of x, of y and of a full kernel. */
export const inputShape = (g: readonly number[]): number[] => g.slice(0, 4);
export const outputShape = (g: readonly number[]): number[] => [g[IMAGES]!, g[OUT_HEIGHT]!, g[OUT_WIDTH]!, g[FILTERS]!];
export const kernelShape = (g: readonly number[]): number[] => [
  g[KERNEL_HEIGHT]!,
  g[KERNEL_WIDTH]!,
  g[CHANNELS]! / g[GROUPS]!,
  g[FILTERS]!,
];
