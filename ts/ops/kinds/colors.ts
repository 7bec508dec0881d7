/** The planes of images in colour: one tensor for each channel. */
import { ShapeError } from "../../core/errors";
import type { Tensor } from "../../core/tensor";
import { moveaxis } from "../composite/moveaxis";
import { stack } from "../composite/stack";
import { unstack } from "../composite/unstack";
import type { Images } from "./imaging";

/** Throws a ShapeError unless there are as many channels as one of `counts`. */
export function checkChannels(where: string, { x, channels }: Images, counts: readonly number[]): void {
  if (counts.includes(x.dims[channels]!)) return;
  throw new ShapeError(where, "the images have the wrong number of channels", {
    expected: counts.join(" or "),
    received: { "x.shape": x.shape },
  });
}

/** Three planes, without the axis of channels. */
export type Planes = readonly [Tensor, Tensor, Tensor];

/** The planes of images with three channels. They are laid side by side first, which keeps what follows contiguous. */
export function planesOf(where: string, images: Images): Planes {
  checkChannels(where, images, [3]);
  return unstack(moveaxis(images.x, images.channels, 0)) as unknown as Planes;
}

/** The images that planes make up. */
export function fromPlanes(planes: Planes, { channels }: Images): Tensor {
  return moveaxis(stack(planes), 0, channels);
}
