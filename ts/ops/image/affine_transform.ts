import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { broadcastTo } from "../broadcast_to";
import { cast } from "../cast";
import { arange } from "../composite/arange";
import { unstack } from "../composite/unstack";
import { checkReading, orderOf, readImages } from "../kinds/coordinates";
import { pictures } from "../kinds/pictures";
import { multiply } from "../multiply";
import { reshape } from "../view/reshape";

/** Options of `affineTransform`. */
export interface AffineTransformOptions {
  /** "bilinear" (the default) or "nearest". */
  interpolation?: string;
  /** What stands outside: "constant" (the default), "nearest", "wrap", "mirror" or "reflect". */
  fillMode?: string;
  /** What "constant" holds; 0 by default. */
  fillValue?: number;
  dataFormat?: string | null;
}

/**
 * Images moved, turned and stretched: a cell at (x, y) has the value at (a0 x + a1 y + a2, b0 x + b1 y + b2), for a
 * transform [a0, a1, a2, b0, b1, b2, 0, 0], or one for each image.
 *
 * @throws ShapeError when the rank is not 3 or 4.
 * @example ops.image.affineTransform(ops.ones([1, 4, 4, 3]), [[1, 0, 1, 0, 1, 0, 0, 0]]).shape // [ 1, 4, 4, 3 ]
 */
export const affineTransform: (images: TensorLike, transform: TensorLike, options?: AffineTransformOptions) => Tensor =
  callable(
    "affine_transform",
    (images: TensorLike, transform: TensorLike, options?: AffineTransformOptions): Tensor => {
      const where = "affine_transform";
      const form = 'ops.image.affineTransform(images, transform, { interpolation: "nearest" })';
      const own = checkOptions(where, options, ["interpolation", "fillMode", "fillValue", "dataFormat"], form);
      const reading = {
        order: orderOf(where, own.interpolation),
        fillMode: own.fillMode ?? "constant",
        fillValue: own.fillValue ?? 0,
      };
      checkReading(where, reading);
      const { x, back } = pictures(where, images, own.dataFormat);
      const [n, h, w] = x.dims as [number, number, number];
      const given = cast(toTensor(where, transform), "float32");
      if (given.dims[given.rank - 1] !== 8 || given.rank > 2) {
        throw new ShapeError(where, "a transform has eight numbers", { received: { "transform.shape": given.shape } });
      }
      const [a0, a1, a2, b0, b1, b2] = unstack(reshape(given, [-1, 8, 1, 1]), { axis: 1 }) as Tensor[];
      const [row, column] = [reshape(arange(h), [1, h, 1]), reshape(arange(w), [1, 1, w])];
      const along = (p: Tensor, q: Tensor, offset: Tensor): Tensor =>
        broadcastTo(add(add(multiply(column, p), multiply(row, q)), offset), [n, h, w]);
      return back(readImages(x, along(b0!, b1!, b2!), along(a0!, a1!, a2!), reading));
    },
  );
