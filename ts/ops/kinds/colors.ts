/** The planes of images in colour: one tensor for each channel. */
import { ShapeError } from "../../core/errors";
import type { Tensor } from "../../core/tensor";
import { absolute } from "../absolute";
import { add } from "../add";
import { cast } from "../cast";
import { clip } from "../composite/clip";
import { moveaxis } from "../composite/moveaxis";
import { stack } from "../composite/stack";
import { unstack } from "../composite/unstack";
import { divide } from "../divide";
import { equal } from "../equal";
import { floor } from "../floor";
import { greater } from "../greater";
import { less } from "../less";
import { maximum } from "../maximum";
import { minimum } from "../minimum";
import { multiply } from "../multiply";
import { subtract } from "../subtract";
import { where as choose } from "../where";
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

/** Hue, saturation and value of red, green and blue. */
export function toHsv(planes: Planes): Planes {
  const [r, g, b] = planes.map((plane) => choose(less(absolute(plane), 2 ** -23), 0, plane)) as unknown as Planes;
  const value = maximum(maximum(r, g), b);
  const range = subtract(value, minimum(minimum(r, g), b));
  const colored = greater(range, 0);
  const bright = greater(value, 0);
  const saturation = choose(bright, divide(range, choose(bright, value, 1)), 0);
  const norm = divide(1, multiply(6, choose(colored, range, 1)));
  const fromGreen = add(multiply(norm, subtract(b, r)), 2 / 6);
  const fromBlue = add(multiply(norm, subtract(r, g)), 4 / 6);
  const hue = choose(equal(value, r), multiply(norm, subtract(g, b)), choose(equal(value, g), fromGreen, fromBlue));
  return [add(choose(colored, hue, 0), cast(less(hue, 0), "float32")), saturation, value];
}

/** Red, green and blue of hue, saturation and value. */
export function toRgb([hue, saturation, value]: Planes): Planes {
  const sixth = multiply(subtract(hue, floor(hue)), 6);
  const gray = subtract(1, saturation);
  const mix = (pure: Tensor): Tensor => multiply(value, add(gray, multiply(saturation, clip(pure, 0, 1))));
  return [
    mix(subtract(absolute(subtract(sixth, 3)), 1)),
    mix(subtract(2, absolute(subtract(sixth, 2)))),
    mix(subtract(2, absolute(subtract(sixth, 4)))),
  ];
}
