/** What ops over images share: one image or a batch, either data format, names of interpolations and fill modes. */
import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError, ValueError } from "../../core/errors";
import type { Tensor } from "../../core/tensor";
import { reshape } from "../view/reshape";
import { toChannelsFirst, toChannelsLast } from "./spatial";
import { channelsFirst } from "./window";

/** Images, and where their axes are. */
export interface Images {
  x: Tensor;
  /** The axis of rows; that of columns follows. */
  rows: number;
  channels: number;
}

/** Checks an image, or a batch of images. @throws ShapeError for another rank. */
export function imagesOf(where: string, images: TensorLike, format: string | null | undefined): Images {
  const x = toTensor(where, images);
  if (x.rank !== 3 && x.rank !== 4) {
    throw new ShapeError(where, "the input has the wrong rank", {
      expected: "rank 3 (an image) or 4 (a batch of images), with channels",
      received: { "x.shape": x.shape },
    });
  }
  const first = channelsFirst(where, format);
  return { x, rows: first ? x.rank - 2 : x.rank - 3, channels: first ? x.rank - 3 : x.rank - 1 };
}

/** A batch of channels_last images, and the way back for a result of that layout. */
export function batchOf({ x, channels }: Images): { batch: Tensor; back(y: Tensor): Tensor } {
  const first = channels !== x.rank - 1;
  const batch = x.rank === 3 ? reshape(x, [1, ...x.dims]) : x;
  return {
    batch: first ? toChannelsLast(batch) : batch,
    back: (y) => reshape(first ? toChannelsFirst(y) : y, x.dims),
  };
}

/** How images go on beyond their borders; assembly/kinds/sample.ts knows them by their places. */
export const FILL_MODES = ["constant", "nearest", "wrap", "mirror", "reflect"] as const;

/** How a value between cells is found. */
export const INTERPOLATIONS = ["nearest", "bilinear"] as const;

/** Attributes of a sampling. */
export interface SampleAttributes {
  interpolation: (typeof INTERPOLATIONS)[number];
  fillMode: (typeof FILL_MODES)[number];
  fillValue: number;
}

/** Options of ops that read images at other places. */
export interface SampleOptions {
  /** "bilinear" (the default) or "nearest". */
  interpolation?: string;
  /** "constant" (the default), "nearest", "wrap", "mirror" or "reflect". */
  fillMode?: string;
  /** The value outside, with fillMode "constant"; 0 by default. */
  fillValue?: number;
  dataFormat?: string | null;
}

/** Checks them. @throws ValueError for an unknown name. */
export function sampleAttributes(where: string, options: SampleOptions): SampleAttributes {
  const { interpolation = "bilinear", fillMode = "constant", fillValue = 0 } = options;
  return {
    interpolation: oneOf(where, "interpolation", interpolation, INTERPOLATIONS),
    fillMode: oneOf(where, "fillMode", fillMode, FILL_MODES),
    fillValue,
  };
}

/** One of the names that are legal. @throws ValueError for another one. */
export function oneOf<N extends string>(where: string, option: string, value: unknown, names: readonly N[]): N {
  if (names.includes(value as N)) return value as N;
  throw new ValueError(where, `the ${option} is unknown`, {
    expected: names.map((name) => `"${name}"`).join(", "),
    received: { [option]: value },
  });
}
