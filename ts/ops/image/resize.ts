import { type TensorLike, toTensor } from "../../core/convert";
import { type DType, isInteger } from "../../core/dtypes";
import { ShapeError, ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { clip } from "../composite/clip";
import { checkInterpolation, resample } from "../kinds/resampling";
import { channelsFirst, sizesOf } from "../kinds/window";
import { pad } from "../pad";
import { round } from "../round";
import { slice } from "../slice";

/** Options of `resize`. */
export interface ResizeOptions {
  /** "bilinear" (the default), "nearest", "bicubic", "lanczos3" or "lanczos5". */
  interpolation?: string;
  /** Whether a smaller image is made of all cells of the larger one. */
  antialias?: boolean;
  /** Whether what does not fit the new aspect ratio is cut off. */
  cropToAspectRatio?: boolean;
  /** Whether a border brings the image to the new aspect ratio. */
  padToAspectRatio?: boolean;
  /** How the border is filled: "constant". */
  fillMode?: string;
  /** What the border holds; 0 by default. */
  fillValue?: number;
  dataFormat?: string | null;
}

/** The keys of `ResizeOptions` but `dataFormat`. */
export const RESIZE_KEYS: readonly string[] = [
  ...["interpolation", "antialias", "cropToAspectRatio", "padToAspectRatio"],
  ...["fillMode", "fillValue"],
];

/** Pixels of a side: tables of weights are made for each. */
const MOST_PIXELS = 2 ** 15;

/** Throws a ValueError for options that do not go together. */
export function checkResize(where: string, options: ResizeOptions): void {
  checkInterpolation(where, options.interpolation ?? "bilinear");
  if (options.fillMode !== undefined && options.fillMode !== "constant") {
    throw new ValueError(where, "the fill mode is not supported", {
      expected: '"constant"',
      received: { fillMode: options.fillMode },
    });
  }
  if (options.cropToAspectRatio && options.padToAspectRatio) {
    throw new ValueError(where, "cropToAspectRatio and padToAspectRatio do not go together", {
      fix: "Choose one of them",
    });
  }
}

function resized(images: TensorLike, size: readonly number[], options?: ResizeOptions): Tensor {
  const where = "resize";
  const form = 'ops.image.resize(x, [32, 32], { interpolation: "nearest" })';
  const own = checkOptions(where, options, [...RESIZE_KEYS, "dataFormat"], form);
  checkResize(where, own);
  const [height, width] = sizesOf(where, "size", typeof size === "number" ? [size] : size, 2) as [number, number];
  if (Math.max(height, width) > MOST_PIXELS) {
    throw new ValueError(where, "the size is too large", {
      expected: `at most ${MOST_PIXELS} pixels a side`,
      received: { size: [height, width] },
    });
  }
  const x = toTensor(where, images);
  if (x.rank !== 3 && x.rank !== 4) {
    throw new ShapeError(where, "the input has the wrong rank", {
      expected: "rank 3 (an image) or 4 (a batch of images), with channels",
      received: { "x.shape": x.shape },
    });
  }
  const rows = channelsFirst(where, own.dataFormat) ? x.rank - 2 : x.rank - 3;
  const method = checkInterpolation(where, own.interpolation ?? "bilinear");
  let y = x;
  if (own.cropToAspectRatio) y = cropped(x, rows, height, width);
  else if (own.padToAspectRatio) y = bordered(x, rows, height, width, own.fillValue ?? 0);
  y = resample(y, rows, height, method, own.antialias ?? false);
  y = resample(y, rows + 1, width, method, own.antialias ?? false);
  return saturate(y, x.dtype);
}

/** The largest window of the new aspect ratio, in the middle. */
function cropped(x: Tensor, rows: number, height: number, width: number): Tensor {
  const [h, w] = [x.dims[rows]!, x.dims[rows + 1]!];
  const ch = Math.max(Math.min(h, Math.trunc((w * height) / width)), 1);
  const cw = Math.max(Math.min(w, Math.trunc((h * width) / height)), 1);
  const at = (axis: number, row: number, column: number, other: number): number =>
    axis === rows ? row : axis === rows + 1 ? column : other;
  return slice(
    x,
    x.dims.map((_, axis) => at(axis, Math.trunc((h - ch) / 2), Math.trunc((w - cw) / 2), 0)),
    x.dims.map((d, axis) => at(axis, ch, cw, d)),
  );
}

/** The image in the middle of the smallest one of the new aspect ratio, the same border on both sides. */
function bordered(x: Tensor, rows: number, height: number, width: number, fillValue: number): Tensor {
  const [h, w] = [x.dims[rows]!, x.dims[rows + 1]!];
  const top = Math.trunc((Math.max(h, Math.trunc((w * height) / width)) - h) / 2);
  const left = top > 0 ? 0 : Math.trunc((Math.max(w, Math.trunc((h * width) / height)) - w) / 2);
  const border = x.dims.map((_, axis) => {
    const cells = axis === rows ? top : axis === rows + 1 ? left : 0;
    return [cells, cells] as const;
  });
  return pad(cast(x, "float32"), border, { constantValues: fillValue });
}

/** Rounded and kept within the range of a whole dtype. */
function saturate(x: Tensor, dtype: DType): Tensor {
  if (x.dtype === dtype) return x;
  const [low, high] = dtype === "uint8" ? [0, 255] : dtype === "int8" ? [-128, 127] : dtype === "bool" ? [0, 1] : [];
  const whole = isInteger(dtype) && dtype !== "bool" ? round(x) : x;
  return cast(low === undefined ? whole : clip(whole, low, high!), dtype);
}

/**
 * Images in another size. Whole numbers are rounded and stay of their dtype.
 *
 * @param images [batch, height, width, channels] or [height, width, channels]
 * @param size [height, width]
 * @throws ShapeError when the rank is not 3 or 4.
 * @example ops.image.resize(ops.ones([1, 4, 6, 3]), [8, 3]).shape // [ 1, 8, 3, 3 ]
 */
export const resize: (images: TensorLike, size: readonly number[], options?: ResizeOptions) => Tensor = callable(
  "resize",
  resized,
);
