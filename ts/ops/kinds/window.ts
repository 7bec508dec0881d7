/** The kind "window": the geometry that convolutions, pools and their gradients share. */
import { ShapeError, ValueError } from "../../core/errors";
import type { Dims } from "../../core/shapes";

/** Padding as Keras spells it. */
export type Padding = "valid" | "same";

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
export const GROUPS = 15;

/** What a windowed op is called with. */
export interface Window {
  kernel: readonly [number, number];
  strides: readonly [number, number];
  dilation: readonly [number, number];
  padding: Padding;
}

/** The geometry of windows over x [images, height, width, channels]. */
export function geometry(where: string, x: Dims, window: Window, filters: number, groups: number): number[] {
  const [oh, pt] = along(where, x[1]!, window.kernel[0], window.strides[0], window.dilation[0], window.padding);
  const [ow, pl] = along(where, x[2]!, window.kernel[1], window.strides[1], window.dilation[1], window.padding);
  return [
    ...[x[0]!, x[1]!, x[2]!, x[3]!],
    ...[oh, ow, filters],
    ...window.kernel,
    ...window.strides,
    ...window.dilation,
    ...[pt, pl, groups],
  ];
}

/** Output size and padding before, by TensorFlow's rule. */
function along(
  where: string,
  size: number,
  k: number,
  stride: number,
  dilation: number,
  padding: Padding,
): [number, number] {
  const reach = (k - 1) * dilation + 1;
  if (padding === "same") {
    const out = Math.ceil(size / stride);
    return [out, Math.floor(Math.max(0, (out - 1) * stride + reach - size) / 2)];
  }
  if (size < reach) {
    throw new ShapeError(where, "the window is larger than the input", {
      expected: `an input of at least ${reach} with padding "valid"`,
      received: `${size}`,
      fix: 'Use padding "same" or a smaller kernel',
    });
  }
  return [Math.floor((size - reach) / stride) + 1, 0];
}

/** A number or pair as a pair of positive whole numbers. */
export function pair(where: string, name: string, value: number | readonly number[], rank = 2): [number, number] {
  const list = typeof value === "number" ? new Array<number>(rank).fill(value) : value;
  if (!Array.isArray(list) || list.length !== rank || !list.every((v) => Number.isInteger(v) && v > 0)) {
    throw new ValueError(where, `${name} does not fit`, {
      expected: rank === 1 ? "a positive whole number" : `a positive whole number or ${rank} of them`,
      received: { [name]: value },
    });
  }
  return rank === 1 ? [1, list[0]!] : [list[0]!, list[1]!];
}

/** Checks the name of a padding. */
export function checkPadding(where: string, padding: string | undefined): Padding {
  const name = (padding ?? "valid").toLowerCase();
  if (name !== "valid" && name !== "same") {
    throw new ValueError(where, "the padding is unknown", { expected: '"valid" or "same"', received: { padding } });
  }
  return name;
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

/** The shape of x, of y and of a full kernel. */
export const inputShape = (g: readonly number[]): number[] => g.slice(0, 4);
export const outputShape = (g: readonly number[]): number[] => [g[IMAGES]!, g[OUT_HEIGHT]!, g[OUT_WIDTH]!, g[FILTERS]!];
export const kernelShape = (g: readonly number[]): number[] => [
  g[KERNEL_HEIGHT]!,
  g[KERNEL_WIDTH]!,
  g[CHANNELS]! / g[GROUPS]!,
  g[FILTERS]!,
];
