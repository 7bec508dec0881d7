import type { TensorLike } from "../../core/convert";
import type { Tensor } from "../../core/tensor";
import type { PatchesOptions } from "../kinds/patches";
import { extractPatches } from "./extract_patches";

/**
 * The patches of volumes: what lies in each becomes channels.
 *
 * @throws ShapeError when the rank does not fit.
 * @example ops.image.extractPatches3d(ops.ones([1, 4, 4, 4, 3]), 2).shape // [ 1, 2, 2, 2, 24 ]
 */
export const extractPatches3d: (
  volumes: TensorLike,
  size: number | readonly number[],
  options?: PatchesOptions,
) => Tensor = (volumes, size, options) =>
  extractPatches(volumes, typeof size === "number" ? [size, size, size] : size, options);
