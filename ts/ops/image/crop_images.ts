import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { restOf, twoOf } from "../kinds/borders";
import { imagesOf } from "../kinds/imaging";
import { slice } from "../slice";

/** Options of `cropImages`: two of three for each axis. */
export interface CropImagesOptions {
  topCropping?: number | null;
  bottomCropping?: number | null;
  targetHeight?: number | null;
  leftCropping?: number | null;
  rightCropping?: number | null;
  targetWidth?: number | null;
  dataFormat?: string | null;
}

const KEYS = [
  ...["topCropping", "leftCropping", "bottomCropping", "rightCropping"],
  ...["targetHeight", "targetWidth", "dataFormat"],
];

/** Where the part that stays begins, and its size. */
function partOf(
  names: readonly [string, string, string],
  size: number,
  [before, after, target]: readonly (number | null | undefined)[],
): { start: number; length: number } {
  twoOf("crop_images", { [names[0]]: before, [names[1]]: after, [names[2]]: target });
  const start = restOf("crop_images", names[0], before ?? size - target! - after!);
  const length = restOf("crop_images", names[2], target ?? size - start - after!);
  restOf("crop_images", names[1], size - start - length);
  return { start, length };
}

function cropped(images: TensorLike, options?: CropImagesOptions): Tensor {
  const where = "crop_images";
  const form = "ops.image.cropImages(images, { topCropping: 1, targetHeight: 8, leftCropping: 1, targetWidth: 8 })";
  const own = checkOptions(where, options, KEYS, form);
  const { x, rows } = imagesOf(where, images, own.dataFormat);
  const down = partOf(["topCropping", "bottomCropping", "targetHeight"], x.dims[rows]!, [
    own.topCropping,
    own.bottomCropping,
    own.targetHeight,
  ]);
  const along = partOf(["leftCropping", "rightCropping", "targetWidth"], x.dims[rows + 1]!, [
    own.leftCropping,
    own.rightCropping,
    own.targetWidth,
  ]);
  const parts = new Map([
    [rows, down],
    [rows + 1, along],
  ]);
  return slice(
    x,
    x.dims.map((_, axis) => parts.get(axis)?.start ?? 0),
    x.dims.map((d, axis) => parts.get(axis)?.length ?? d),
  );
}

/**
 * A part of images. For each axis two of three are given: what is cut off before it, what behind it, and its size.
 *
 * @param images [batch, height, width, channels] or [height, width, channels]
 * @throws ValueError unless two of three are given, and fit the images.
 * @example ops.image.cropImages(ops.ones([8, 9, 3]), { topCropping: 1, bottomCropping: 2, leftCropping: 0, targetWidth: 4 }).shape // [ 5, 4, 3 ]
 */
export const cropImages: (images: TensorLike, options?: CropImagesOptions) => Tensor = callable("crop_images", cropped);
