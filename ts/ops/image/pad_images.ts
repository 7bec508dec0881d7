import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { margins } from "../kinds/margins";
import { pictures } from "../kinds/pictures";
import { pad } from "../pad";

/** Options of `padImages`: of top, bottom and target height two, of left, right and target width two. */
export interface PadImagesOptions {
  topPadding?: number | null;
  leftPadding?: number | null;
  bottomPadding?: number | null;
  rightPadding?: number | null;
  targetHeight?: number | null;
  targetWidth?: number | null;
  dataFormat?: string | null;
}

/**
 * Images with a border of zeros.
 *
 * @throws ValueError unless two of three are given, for height and for width.
 * @example ops.image.padImages(ops.ones([2, 2, 3]), { topPadding: 1, leftPadding: 0, targetHeight: 4, targetWidth: 3 }).shape // [ 4, 3, 3 ]
 */
export const padImages: (images: TensorLike, options?: PadImagesOptions) => Tensor = callable(
  "pad_images",
  (images: TensorLike, options?: PadImagesOptions): Tensor => {
    const sides = ["topPadding", "leftPadding", "bottomPadding", "rightPadding"];
    const form = "ops.image.padImages(images, { topPadding: 1, bottomPadding: 1, leftPadding: 1, rightPadding: 1 })";
    const own = checkOptions("pad_images", options, [...sides, "targetHeight", "targetWidth", "dataFormat"], form);
    const { x, back } = pictures("pad_images", images, own.dataFormat);
    const [h, w] = x.dims.slice(1) as [number, number];
    const tall = margins("pad_images", h, own.topPadding, own.bottomPadding, own.targetHeight, -1);
    const wide = margins("pad_images", w, own.leftPadding, own.rightPadding, own.targetWidth, -1);
    return back(pad(x, [[0, 0], tall, wide, [0, 0]]));
  },
);
