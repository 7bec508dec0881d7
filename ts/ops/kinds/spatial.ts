/** Windowed ops over one, two or three spatial axes, channels last inside. */
import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { transpose } from "../transpose";
import { reshape } from "../view/reshape";

/** A tensor brought to [images, ...spatial, channels], and the way back for a result of that layout. */
export interface Spatial {
  x: Tensor;
  /** Spatial axes: 1, 2 or 3. */
  axes: number;
  back(y: Tensor): Tensor;
}

/** Brings an input of rank 3 to 5, in either data format, to the inner layout. */
export function spatial(where: string, inputs: TensorLike, first: boolean): Spatial {
  const x = cast(toTensor(where, inputs), "float32");
  const axes = x.rank - 2;
  if (axes < 1 || axes > 3) {
    throw new ShapeError(where, "the input has the wrong rank", {
      expected: "rank 3 (one spatial axis), 4 (two) or 5 (three), with batch and channels",
      received: { shape: x.shape },
    });
  }
  return {
    x: first ? toChannelsLast(x) : x,
    axes,
    back: (y) => (first ? toChannelsFirst(y) : y),
  };
}

/** [images, channels, ...spatial] as [images, ...spatial, channels]. */
export function toChannelsLast(x: Tensor): Tensor {
  const axes = x.dims.map((_, i) => i);
  return transpose(x, { axes: [0, ...axes.slice(2), 1] });
}

/** [images, ...spatial, channels] as [images, channels, ...spatial]. */
export function toChannelsFirst(x: Tensor): Tensor {
  const axes = x.dims.map((_, i) => i);
  return transpose(x, { axes: [0, x.rank - 1, ...axes.slice(1, -1)] });
}

/** [images, width, channels] as images of height 1. */
export function asPlane(x: Tensor): Tensor {
  return reshape(x, [x.dims[0]!, 1, x.dims[1]!, x.dims[2]!]);
}

/** Images of height 1 as [images, width, channels]. */
export function asLine(x: Tensor): Tensor {
  return reshape(x, [x.dims[0]!, x.dims[2]!, x.dims[3]!]);
}
