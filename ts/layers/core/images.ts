/** What layers over sequences, images and volumes share: data formats, and sizes that fit. */
import { ShapeError, ValueError } from "../../core/errors";
import type { Shape } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import { toChannelsFirst, toChannelsLast } from "../../ops/kinds/spatial";
import { channelsFirst, type Padding } from "../../ops/kinds/window";
import { inputOfRank, showSizes } from "./inputs";
import type { Shapes } from "./layer";

/** Where the channels of an image stand. */
export type DataFormat = "channels_last" | "channels_first";

/** Checks the name of a data format; channels_last when absent. */
export function dataFormat(where: string, format: string | null | undefined): DataFormat {
  return channelsFirst(where, format) ? "channels_first" : "channels_last";
}

/** The names of the spatial axes, and of a batch of them. */
const AXES: readonly (readonly string[])[] = [[], ["steps"], ["height", "width"], ["depth", "height", "width"]];
const NOUNS: readonly string[] = ["", "sequences", "images", "volumes"];

/** The sizes of a batch without the batch. */
export interface SpatialShape {
  sizes: Shape;
  channels: number | null;
}

/** The shape of a batch, for an error message. */
function showFormat(format: DataFormat, rank: number, channels: string | number): string[] {
  const names = AXES[rank]!;
  const own = String(channels);
  return format === "channels_first" ? ["batch", own, ...names] : ["batch", ...names, own];
}

/** The sizes of an input with `rank` spatial axes. @throws ShapeError for another rank. */
export function spatialShape(where: string, shapes: Shapes, format: DataFormat, rank: number): SpatialShape {
  const first = format === "channels_first";
  const grey = !first && rank === 2 ? "; grey images have 1 channel" : "";
  const fix = `Add the missing axis with ops.expandDims or layers.reshape${grey}`;
  const shape = inputOfRank(where, shapes, showFormat(format, rank, "channels"), fix);
  return first
    ? { sizes: shape.slice(2), channels: shape[1]! }
    : { sizes: shape.slice(1, -1), channels: shape[rank + 1]! };
}

/** The number of channels that weights are made for. @throws ShapeError when it is unknown. */
export function knownChannels(where: string, shape: Shape, format: DataFormat, rank: number): number {
  const { channels } = spatialShape(where, shape, format, rank);
  if (channels !== null) return channels;
  throw new ShapeError(where, "the number of channels is unknown", {
    received: { "x.shape": shape },
    fix: "Give the layer an input shape with its channels",
  });
}

/** Throws a ShapeError when the input has other channels than the kernel was built for. */
export function checkChannels(
  where: string,
  shapes: Shapes,
  { channels }: SpatialShape,
  { built, format, rank }: { built: number; format: DataFormat; rank: number },
): void {
  if (channels === built) return;
  throw new ShapeError(where, `input has ${channels} channels but its kernel was built for ${built}`, {
    expected: `shape ${showSizes(showFormat(format, rank, built))}`,
    received: { "x.shape": shapes },
    fix: `Check that the ${NOUNS[rank]} are ${format}`,
  });
}

/** Images brought to channels_last. */
export function toLast(x: Tensor, format: DataFormat): Tensor {
  return format === "channels_last" ? x : toChannelsLast(x);
}

/** Images of channels_last brought back. */
export function fromLast(x: Tensor, format: DataFormat): Tensor {
  return format === "channels_last" ? x : toChannelsFirst(x);
}

/** What a window is made of. */
export interface WindowSizes {
  size: readonly number[];
  dilation?: readonly number[];
  padding: Padding;
}

/** Throws a ShapeError when a window of padding "valid" is larger than the input. */
export function checkWindow(
  where: string,
  shapes: Shapes,
  { sizes }: SpatialShape,
  window: WindowSizes,
  option: string,
): void {
  if (window.padding !== "valid") return;
  const reach = window.size.map((k, i) => (k - 1) * (window.dilation?.[i] ?? 1) + 1);
  if (reach.every((r, i) => (sizes[i] ?? r) >= r)) return;
  const what = window.dilation?.some((d) => d > 1) ? "the dilated window" : "the window";
  const noun = NOUNS[reach.length]!;
  throw new ShapeError(where, `${what} is larger than the input`, {
    expected: `${noun} of at least ${reach.join(" by ")} with padding "valid"`,
    received: { "x.shape": shapes },
    fix: `Use padding "same", a smaller ${option}, or larger ${noun}`,
  });
}

/** Throws a ValueError when strides and dilation are both above 1. */
export function checkDilation(where: string, strides: readonly number[], dilationRate: readonly number[]): void {
  if (!strides.some((s) => s > 1) || !dilationRate.some((d) => d > 1)) return;
  throw new ValueError(where, "strides and dilationRate above 1 do not go together", {
    received: { strides, dilationRate },
  });
}
