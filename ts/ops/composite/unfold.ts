import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { sizeOf } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { type BlocksOptions, blocksOf } from "../kinds/blocks";
import { pad } from "../pad";
import { take } from "../take";
import { transpose } from "../transpose";
import { reshape } from "../view/reshape";

/**
 * The blocks that a kernel meets as it slides over images [batch, channels, height, width], as columns: [batch, channels
 * * kernel, blocks].
 *
 * @throws ShapeError when the input is no batch of images.
 * @example ops.unfold(ops.ones([1, 2, 4, 4]), 2).shape // [ 1, 8, 9 ]
 */
export const unfold: (x: TensorLike, kernelSize: number | readonly number[], options?: BlocksOptions) => Tensor =
  callable("unfold", (x: TensorLike, kernelSize: number | readonly number[], options?: BlocksOptions): Tensor => {
    const images = toTensor("unfold", x);
    if (images.rank !== 4) {
      throw new ShapeError("unfold", "the input has the wrong rank", {
        expected: "rank 4: [batch, channels, height, width]",
        received: { "x.shape": images.shape },
      });
    }
    const [n, channels, ...size] = images.dims as [number, number, number, number];
    const { kernel, padding, counts, places } = blocksOf("unfold", size, kernelSize, options);
    const border = pad(images, [[0, 0], [0, 0], ...padding.map((p) => [p, p] as const)]);
    const all = take(take(border, places[0]!, { axis: 2 }), places[1]!, { axis: 3 });
    const apart = reshape(all, [n, channels, counts[0]!, kernel[0]!, counts[1]!, kernel[1]!]);
    return reshape(transpose(apart, { axes: [0, 1, 3, 5, 2, 4] }), [n, channels * sizeOf(kernel), sizeOf(counts)]);
  });
