import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { type BlockOptions, readBlock } from "../kinds/block";
import { transpose } from "../transpose";
import { reshape } from "../view/reshape";

function gather(x: TensorLike, blockSize: number, options?: BlockOptions): Tensor {
  const where = "space_to_depth";
  const tensor = toTensor(where, x);
  const { first, size: b } = readBlock(where, "spaceToDepth", tensor, blockSize, options);
  const [n, ...rest] = tensor.dims as [number, number, number, number];
  const [c, h, w] = (first ? rest : [rest[2], rest[0], rest[1]]) as [number, number, number];
  if (h % b !== 0 || w % b !== 0) {
    throw new ShapeError(where, "blocks do not divide the image", {
      expected: `height and width multiples of ${b}`,
      received: { "x.shape": tensor.shape, blockSize },
    });
  }
  if (first) {
    const apart = transpose(reshape(tensor, [n, c, h / b, b, w / b, b]), { axes: [0, 1, 3, 5, 2, 4] });
    return reshape(apart, [n, c * b * b, h / b, w / b]);
  }
  const apart = transpose(reshape(tensor, [n, h / b, b, w / b, b, c]), { axes: [0, 1, 3, 2, 4, 5] });
  return reshape(apart, [n, h / b, w / b, c * b * b]);
}

/**
 * Blocks of pixels as channels: a smaller image with more of them.
 *
 * @param x [batch, height, width, channels]
 * @throws ShapeError when the block size does not divide height and width.
 * @example ops.spaceToDepth(ops.ones([1, 4, 6, 2]), 2).shape // [ 1, 2, 3, 8 ]
 */
export const spaceToDepth: (x: TensorLike, blockSize: number, options?: BlockOptions) => Tensor = callable(
  "space_to_depth",
  gather,
);
