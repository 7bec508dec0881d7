import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { broadcastTo } from "../broadcast_to";
import { cast } from "../cast";
import { arange } from "../composite/arange";
import { onesLike } from "../composite/ones_like";
import { solve } from "../composite/solve";
import { split } from "../composite/split";
import { unstack } from "../composite/unstack";
import { zerosLike } from "../composite/zeros_like";
import { concatenate } from "../concatenate";
import { divide } from "../divide";
import { orderOf, readImages } from "../kinds/coordinates";
import { pictures } from "../kinds/pictures";
import { multiply } from "../multiply";
import { negative } from "../negative";
import { reshape } from "../view/reshape";

/** Options of `perspectiveTransform`. */
export interface PerspectiveTransformOptions {
  /** "bilinear" (the default) or "nearest". */
  interpolation?: string;
  /** What stands outside; 0 by default. */
  fillValue?: number;
  dataFormat?: string | null;
}

/**
 * Images in another perspective: the one that brings four start points (x, y) to four end points, [4, 2], or four for
 * each image.
 *
 * @throws ShapeError when the points are not four.
 * @example ops.image.perspectiveTransform(ops.ones([4, 4, 3]), [[0, 0], [0, 3], [3, 0], [3, 3]], [[0, 0], [0, 2], [3, 0], [3, 3]]).shape // [ 4, 4, 3 ]
 */
export const perspectiveTransform: (
  images: TensorLike,
  startPoints: TensorLike,
  endPoints: TensorLike,
  options?: PerspectiveTransformOptions,
) => Tensor = callable(
  "perspective_transform",
  (
    images: TensorLike,
    startPoints: TensorLike,
    endPoints: TensorLike,
    options?: PerspectiveTransformOptions,
  ): Tensor => {
    const where = "perspective_transform";
    const form = 'ops.image.perspectiveTransform(images, start, end, { interpolation: "nearest" })';
    const own = checkOptions(where, options, ["interpolation", "fillValue", "dataFormat"], form);
    const { x, back } = pictures(where, images, own.dataFormat);
    const [n, h, w] = x.dims as [number, number, number];
    const [start, end] = [startPoints, endPoints].map((list) => {
      const points = cast(toTensor(where, list), "float32");
      if (points.rank > 1 && points.rank < 4 && points.dims.slice(-2).join() === "4,2")
        return reshape(points, [-1, 4, 2]);
      throw new ShapeError(where, "the points are not four", {
        expected: "[4, 2] or [batch, 4, 2]",
        received: { shape: points.shape },
      });
    }) as [Tensor, Tensor];
    const [sx, sy] = split(start, 2, { axis: 2 }) as [Tensor, Tensor];
    const [ex, ey] = split(end, 2, { axis: 2 }) as [Tensor, Tensor];
    const [none, one] = [zerosLike(ex), onesLike(ex)];
    const row = (before: readonly Tensor[], after: readonly Tensor[], s: Tensor): Tensor =>
      concatenate([...before, ex, ey, one, ...after, negative(multiply(s, ex)), negative(multiply(s, ey))], {
        axis: 2,
      });
    const gap = [none, none, none];
    const matrix = concatenate([row([], gap, sx), row(gap, [], sy)], { axis: 1 });
    const t = unstack(reshape(solve(matrix, concatenate([sx, sy], { axis: 1 })), [-1, 8, 1, 1]), { axis: 1 });
    const [r, c] = [reshape(arange(h), [1, h, 1]), reshape(arange(w), [1, 1, w])];
    const plane = (i: number): Tensor => add(multiply(c, t[i]!), multiply(r, t[i + 1]!));
    const depth = add(plane(6), 1);
    const at = (i: number): Tensor => broadcastTo(divide(add(plane(i), t[i + 2]!), depth), [n, h, w]);
    const reading = { order: orderOf(where, own.interpolation), fillMode: "constant", fillValue: own.fillValue ?? 0 };
    return back(readImages(x, at(3), at(0), reading));
  },
);
