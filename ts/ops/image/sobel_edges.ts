import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { stack } from "../composite/stack";
import { filtered } from "../kinds/gaussian";
import { type ImageFunction, type ImageOptions, pictures } from "../kinds/pictures";

const ACROSS = [
  [-1, 0, 1],
  [-2, 0, 2],
  [-1, 0, 1],
];
const DOWN = [
  [-1, -2, -1],
  [0, 0, 0],
  [1, 2, 1],
];

/**
 * The slopes of images by Sobel, down and across, along a new last axis; beyond their edges is 0.
 *
 * @throws ShapeError when the rank is not 3 or 4.
 * @example ops.image.sobelEdges(ops.ones([1, 4, 4, 3])).shape // [ 1, 4, 4, 3, 2 ]
 */
export const sobelEdges: ImageFunction = callable(
  "sobel_edges",
  (images: TensorLike, options?: ImageOptions): Tensor => {
    const form = 'ops.image.sobelEdges(images, { dataFormat: "channels_first" })';
    const { dataFormat } = checkOptions("sobel_edges", options, ["dataFormat"], form);
    const { x, back } = pictures("sobel_edges", images, dataFormat);
    const plane = (kernel: number[][]): Tensor => back(filtered("sobel_edges", cast(x, "float32"), kernel, "same"));
    return stack([plane(DOWN), plane(ACROSS)], { axis: -1 });
  },
);
