import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { margins } from "../kinds/margins";
import { pictures } from "../kinds/pictures";
import { slice } from "../slice";

/** Options of `cropImages`: of top, bottom and target height two, of left, right and target width two. */
export interface CropImagesOptions {
  topCropping?: number | null;
  leftCropping?: number | null;
  bottomCropping?: number | null;
  rightCropping?: number | null;
  targetHeight?: number | null;
  targetWidth?: number | null;
  dataFormat?: string | null;
}

/**
 * A window of images.
 *
 * @throws ValueError unless two of three are given, for height and for width.
 * @example ops.image.cropImages(ops.ones([4, 3, 3]), { topCropping: 1, leftCropping: 0, targetHeight: 2, targetWidth: 2 }).shape // [ 2, 2, 3 ]
 */
export const cropImages: (images: TensorLike, options?: CropImagesOptions) => Tensor = callable(
  "crop_images",
  (images: TensorLike, options?: CropImagesOptions): Tensor => {
    const sides = ["topCropping", "leftCropping", "bottomCropping", "rightCropping"];
    const form =
      "ops.image.cropImages(images, { topCropping: 1, bottomCropping: 1, leftCropping: 1, rightCropping: 1 })";
    const own = checkOptions("crop_images", options, [...sides, "targetHeight", "targetWidth", "dataFormat"], form);
    const { x, back } = pictures("crop_images", images, own.dataFormat);
    const [h, w] = x.dims.slice(1) as [number, number];
    const [top, bottom] = margins("crop_images", h, own.topCropping, own.bottomCropping, own.targetHeight, 1);
    const [left, right] = margins("crop_images", w, own.leftCropping, own.rightCropping, own.targetWidth, 1);
    return back(slice(x, [0, top, left, 0], [x.dims[0]!, h - top - bottom, w - left - right, x.dims[3]!]));
  },
);
