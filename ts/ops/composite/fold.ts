import { type TensorLike, tensorFrom, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { sizeOf } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import { makeNode, type Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { type BlocksOptions, blocksOf } from "../kinds/blocks";
import { sizesOf } from "../kinds/window";
import { slice } from "../slice";
import { takeGradOp } from "../take";
import { transpose } from "../transpose";
import { reshape } from "../view/reshape";

/**
 * Images [batch, channels, height, width] of columns as `unfold` makes them; where blocks lie over each other they are
 * summed.
 *
 * @throws ShapeError when the columns do not fit.
 * @example ops.fold(ops.ones([1, 8, 9]), 4, 2).shape // [ 1, 2, 4, 4 ]
 */
export const fold: (
  x: TensorLike,
  outputSize: number | readonly number[],
  kernelSize: number | readonly number[],
  options?: BlocksOptions,
) => Tensor = callable(
  "fold",
  (
    x: TensorLike,
    outputSize: number | readonly number[],
    kernelSize: number | readonly number[],
    options?: BlocksOptions,
  ): Tensor => {
    const columns = cast(toTensor("fold", x), "float32");
    const size = sizesOf("fold", "outputSize", outputSize, 2);
    const { kernel, padding, counts, places } = blocksOf("fold", size, kernelSize, options);
    const [n, rows, blocks] = columns.dims;
    const channels = rows! / sizeOf(kernel);
    if (columns.rank !== 3 || !Number.isInteger(channels) || blocks !== sizeOf(counts)) {
      throw new ShapeError("fold", "the columns do not fit the image", {
        expected: `[batch, channels * ${sizeOf(kernel)}, ${sizeOf(counts)}]`,
        received: { "x.shape": columns.shape },
      });
    }
    const apart = reshape(columns, [n!, channels, kernel[0]!, kernel[1]!, counts[0]!, counts[1]!]);
    const lines = [counts[0]! * kernel[0]!, counts[1]! * kernel[1]!] as const;
    let y = reshape(transpose(apart, { axes: [0, 1, 4, 2, 5, 3] }), [n!, channels, ...lines]);
    // What `take` spread is summed again: its gradient.
    for (const axis of [3, 2]) {
      const shape = y.dims.map((d, i) => (i === axis ? size[axis - 2]! + 2 * padding[axis - 2]! : d));
      const list = tensorFrom("fold", places[axis - 2]!, undefined, "int32");
      y = makeNode(takeGradOp, [y, list], { axis, shape });
    }
    return slice(y, [0, 0, padding[0]!, padding[1]!], [n!, channels, size[0]!, size[1]!]);
  },
);
