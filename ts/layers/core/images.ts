/** What layers over images share: data formats, pairs, and sizes that fit. */
import { ShapeError, ValueError } from "../../core/errors";
import type { Shape } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { channelsFirst } from "../../ops/kinds/window";
import { inputOfRank } from "./inputs";
import type { Shapes } from "./layer";

/** Where the channels of an image stand. */
export type DataFormat = "channels_last" | "channels_first";
/** Two numbers, for height and width. */
export type Pair = readonly [number, number];

/** Checks the name of a data format; channels_last when absent. */
export function dataFormat(where: string, format: string | null | undefined): DataFormat {
  return channelsFirst(where, format) ? "channels_first" : "channels_last";
}

/** The sizes of a batch of images. */
export interface ImageShape {
  height: number | null;
  width: number | null;
  channels: number | null;
}

/** The sizes of an input of images. @throws ShapeError when the rank is not 4. */
export function imageShape(where: string, shapes: Shapes, format: DataFormat): ImageShape {
  const first = format === "channels_first";
  const axes = first ? ["batch", "channels", "height", "width"] : ["batch", "height", "width", "channels"];
  const fix = `Add the missing axis with ops.expandDims or layers.reshape${first ? "" : "; grey images have 1 channel"}`;
  const sizes = inputOfRank(where, shapes, axes, fix);
  const [, height, width, channels] = (first ? [sizes[0], sizes[2], sizes[3], sizes[1]] : sizes) as Shape;
  return { height: height!, width: width!, channels: channels! };
}

/** Images brought to channels_last. */
export function toLast(x: Tensor, format: DataFormat): Tensor {
  return format === "channels_last" ? x : ops.transpose(x, { axes: [0, 2, 3, 1] });
}

/** Images of channels_last brought back. */
export function fromLast(x: Tensor, format: DataFormat): Tensor {
  return format === "channels_last" ? x : ops.transpose(x, { axes: [0, 3, 1, 2] });
}

/** What a window is made of. */
export interface WindowSizes {
  size: Pair;
  dilation?: Pair;
  padding: "valid" | "same";
}

/** Throws a ShapeError when a window of padding "valid" is larger than the image. */
export function checkWindow(
  where: string,
  shapes: Shapes,
  image: ImageShape,
  window: WindowSizes,
  option: string,
): void {
  if (window.padding === "same") return;
  const [height, width] = window.size.map((k, i) => (k - 1) * (window.dilation?.[i] ?? 1) + 1) as [number, number];
  if (!((image.height ?? height) < height || (image.width ?? width) < width)) return;
  const what = window.dilation?.some((d) => d > 1) ? "the dilated window" : "the window";
  throw new ShapeError(where, `${what} is larger than the input`, {
    expected: `images of at least ${height} by ${width} with padding "valid"`,
    received: { "x.shape": shapes },
    fix: `Use padding "same", a smaller ${option}, or larger images`,
  });
}

/** Throws a ValueError when strides and dilation are both above 1. */
export function checkDilation(where: string, strides: Pair, dilationRate: Pair): void {
  if (!strides.some((s) => s > 1) || !dilationRate.some((d) => d > 1)) return;
  throw new ValueError(where, "strides and dilationRate above 1 do not go together", {
    received: { strides, dilationRate },
  });
}
