/** What ops over images share: one image or a batch, channels first or last. */
import { type TensorLike, toTensor } from "../../core/convert";
import type { DType } from "../../core/dtypes";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { expandDims } from "../composite/expand_dims";
import { split } from "../composite/split";
import { squeeze } from "../composite/squeeze";
import { concatenate } from "../concatenate";
import { toChannelsFirst, toChannelsLast } from "./spatial";
import { channelsFirst } from "./window";

/** Options of an op over images that has no others. */
export interface ImageOptions {
  dataFormat?: string | null;
}

/** An op over images without arguments. */
export type ImageFunction = (images: TensorLike, options?: ImageOptions) => Tensor;

/** Images [batch, height, width, channels], and the way back to what they were. */
export interface Pictures {
  x: Tensor;
  back(y: Tensor): Tensor;
}

/** Brings an image or a batch to one layout. @throws ShapeError when the rank is not 3 or 4. */
export function pictures(where: string, images: TensorLike, dataFormat: string | null | undefined): Pictures {
  const given = toTensor(where, images);
  if (given.rank !== 3 && given.rank !== 4) {
    throw new ShapeError(where, "the input has the wrong rank", {
      expected: "rank 3 (an image) or 4 (a batch of images), with channels",
      received: { "images.shape": given.shape },
    });
  }
  const first = channelsFirst(where, dataFormat);
  const batch = given.rank === 4 ? given : expandDims(given, 0);
  return {
    x: first ? toChannelsLast(batch) : batch,
    back(y) {
      const turned = first ? toChannelsFirst(y) : y;
      return given.rank === 4 ? turned : squeeze(turned, { axis: 0 });
    },
  };
}

/** Makes an op over images of three channels: what becomes of the planes of each. */
/* @__NO_SIDE_EFFECTS__ */
export function colours(
  where: string,
  camel: string,
  planes: (x: readonly [Tensor, Tensor, Tensor], dtype: DType) => readonly Tensor[],
): ImageFunction {
  return callable(where, (images: TensorLike, options?: ImageOptions): Tensor => {
    const form = `ops.image.${camel}(images, { dataFormat: "channels_first" })`;
    const { dataFormat } = checkOptions(where, options, ["dataFormat"], form);
    const { x, back } = pictures(where, images, dataFormat);
    if (x.dims[3] !== 3) {
      throw new ShapeError(where, "the images have not three channels", { received: { "images.shape": x.shape } });
    }
    const [a, b, c] = split(cast(x, "float32"), 3, { axis: 3 });
    return back(concatenate(planes([a!, b!, c!], x.dtype), { axis: 3 }));
  });
}
