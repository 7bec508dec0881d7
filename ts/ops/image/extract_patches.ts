import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { type PatchesOptions, patches, patchesOptions } from "../kinds/patches";

/**
 * The patches of images, or of volumes when `size` has three numbers: what lies in each becomes channels.
 *
 * @throws ShapeError when the rank does not fit.
 * @example ops.image.extractPatches(ops.ones([1, 6, 6, 3]), 3).shape // [ 1, 2, 2, 27 ]
 */
export const extractPatches: (
  images: TensorLike,
  size: number | readonly number[],
  options?: PatchesOptions,
) => Tensor = callable(
  "extract_patches",
  (images: TensorLike, size: number | readonly number[], options?: PatchesOptions): Tensor => {
    const own = patchesOptions("extract_patches", "extractPatches", options);
    return patches("extract_patches", images, size, Array.isArray(size) ? size.length : 2, own);
  },
);
