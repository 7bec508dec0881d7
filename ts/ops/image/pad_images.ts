import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { restOf, twoOf } from "../kinds/borders";
import { imagesOf } from "../kinds/imaging";
import { pad } from "../pad";

/** Options of `padImages`: two of three for each axis. */
export interface PadImagesOptions {
  topPadding?: number | null;
  bottomPadding?: number | null;
  targetHeight?: number | null;
  leftPadding?: number | null;
  rightPadding?: number | null;
  targetWidth?: number | null;
  dataFormat?: string | null;
}

const KEYS = [
  ...["topPadding", "leftPadding", "bottomPadding", "rightPadding"],
  ...["targetHeight", "targetWidth", "dataFormat"],
];

/** The zeros before and behind. */
function borderOf(
  names: readonly [string, string, string],
  size: number,
  [before, after, target]: readonly (number | null | undefined)[],
): [number, number] {
  twoOf("pad_images", { [names[0]]: before, [names[1]]: after, [names[2]]: target });
  const start = restOf("pad_images", names[0], before ?? target! - after! - size);
  return [start, restOf("pad_images", names[1], after ?? target! - start - size)];
}

function padded(images: TensorLike, options?: PadImagesOptions): Tensor {
  const where = "pad_images";
  const form = "ops.image.padImages(images, { topPadding: 1, targetHeight: 16, leftPadding: 1, targetWidth: 16 })";
  const own = checkOptions(where, options, KEYS, form);
  const { x, rows } = imagesOf(where, images, own.dataFormat);
  const down = borderOf(["topPadding", "bottomPadding", "targetHeight"], x.dims[rows]!, [
    own.topPadding,
    own.bottomPadding,
    own.targetHeight,
  ]);
  const along = borderOf(["leftPadding", "rightPadding", "targetWidth"], x.dims[rows + 1]!, [
    own.leftPadding,
    own.rightPadding,
    own.targetWidth,
  ]);
  return pad(
    x,
    x.dims.map((_, axis) => (axis === rows ? down : axis === rows + 1 ? along : ([0, 0] as const))),
  );
}

/**
 * Images with a border of zeros. For each axis two of three are given: the border before, that behind, and the new size.
 *
 * @param images [batch, height, width, channels] or [height, width, channels]
 * @throws ValueError unless two of three are given, and fit the images.
 * @example ops.image.padImages(ops.ones([8, 9, 3]), { topPadding: 1, bottomPadding: 2, leftPadding: 0, targetWidth: 12 }).shape // [ 11, 12, 3 ]
 */
export const padImages: (images: TensorLike, options?: PadImagesOptions) => Tensor = callable("pad_images", padded);
