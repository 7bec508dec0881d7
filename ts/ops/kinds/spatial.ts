/** Windowed ops over one or two spatial axes, channels last inside. */
import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { transpose } from "../transpose";
import { reshape } from "../view/reshape";

/** A tensor brought to [images, height, width, channels], and the way back for a result of that layout. */
export interface Spatial {
  x: Tensor;
  /** Spatial axes: 1 or 2. */
  axes: number;
  back(y: Tensor): Tensor;
}

/** Brings an input of rank 3 or 4, in either data format, to the inner layout. */
export function spatial(where: string, inputs: TensorLike, first: boolean): Spatial {
  let x = cast(toTensor(where, inputs), "float32");
  const axes = x.rank - 2;
  if (axes !== 1 && axes !== 2) {
    throw new ShapeError(where, "the input has the wrong rank", {
      expected: "rank 3 (one spatial axis) or 4 (two), with batch and channels",
      received: { shape: x.shape },
    });
  }
  if (first) x = transpose(x, { axes: axes === 1 ? [0, 2, 1] : [0, 2, 3, 1] });
  if (axes === 1) x = reshape(x, [x.dims[0]!, 1, x.dims[1]!, x.dims[2]!]);
  return {
    x,
    axes,
    back(y) {
      const flat = axes === 1 ? reshape(y, [y.dims[0]!, y.dims[2]!, y.dims[3]!]) : y;
      return first ? transpose(flat, { axes: axes === 1 ? [0, 2, 1] : [0, 3, 1, 2] }) : flat;
    },
  };
}
