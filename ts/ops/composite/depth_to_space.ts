import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { type BlockOptions, readBlock } from "../kinds/block";
import { transpose } from "../transpose";
import { reshape } from "../view/reshape";

function spread(x: TensorLike, blockSize: number, options?: BlockOptions): Tensor {
  const where = "depth_to_space";
  const tensor = toTensor(where, x);
  const { first, size: b } = readBlock(where, "depthToSpace", tensor, blockSize, options);
  const [n, ...rest] = tensor.dims as [number, number, number, number];
  const [c, h, w] = (first ? rest : [rest[2], rest[0], rest[1]]) as [number, number, number];
  if (c % b ** 2 !== 0) {
    throw new ShapeError(where, "blocks do not divide the channels", {
      expected: `channels a multiple of ${b ** 2}`,
      received: { "x.shape": tensor.shape, blockSize },
    });
  }
  const own = c / b ** 2;
  if (first) {
    const apart = transpose(reshape(tensor, [n, own, b, b, h, w]), { axes: [0, 1, 4, 2, 5, 3] });
    return reshape(apart, [n, own, h * b, w * b]);
  }
  const apart = transpose(reshape(tensor, [n, h, w, b, b, own]), { axes: [0, 1, 3, 2, 4, 5] });
  return reshape(apart, [n, h * b, w * b, own]);
}

/**
 * Channels as blocks of pixels: the way back from `spaceToDepth`.
 *
 * @param x [batch, height, width, channels]
 * @throws ShapeError when the square of the block size does not divide the channels.
 * @example ops.depthToSpace(ops.ones([1, 2, 3, 8]), 2).shape // [ 1, 4, 6, 2 ]
 */
export const depthToSpace: (x: TensorLike, blockSize: number, options?: BlockOptions) => Tensor = callable(
  "depth_to_space",
  spread,
);
