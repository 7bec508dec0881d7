/** Windows of images as channels. */
import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { sizeOf } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { expandDims } from "../composite/expand_dims";
import { squeeze } from "../composite/squeeze";
import { pad } from "../pad";
import { take } from "../take";
import { transpose } from "../transpose";
import { reshape } from "../view/reshape";
import { spatial } from "./spatial";
import { along, channelsFirst, checkPadding, sizesOf, type Window } from "./window";

/** Options of an extraction of patches. */
export interface PatchesOptions {
  /** The size of a patch when absent. */
  strides?: number | readonly number[] | null;
  dilationRate?: number | readonly number[];
  padding?: string;
  dataFormat?: string | null;
}

/** The patches of x, with or without a batch: what lies in a window becomes channels. */
export function patches(
  where: string,
  images: TensorLike,
  size: number | readonly number[],
  axes: number,
  options: PatchesOptions,
): Tensor {
  const given = cast(toTensor(where, images), "float32");
  if (given.rank !== axes + 1 && given.rank !== axes + 2) {
    throw new ShapeError(where, "the input has the wrong rank", {
      expected: `rank ${axes + 1}, or ${axes + 2} with a batch`,
      received: { shape: given.shape },
    });
  }
  const single = given.rank === axes + 1;
  const { x, back } = spatial(where, single ? expandDims(given, 0) : given, channelsFirst(where, options.dataFormat));
  const kernel = sizesOf(where, "size", size, axes);
  const window: Window = {
    kernel,
    strides: sizesOf(where, "strides", options.strides ?? kernel, axes),
    dilation: sizesOf(where, "dilationRate", options.dilationRate ?? 1, axes),
    padding: checkPadding(where, options.padding),
  };
  let y = x;
  const counts: number[] = [];
  for (let axis = 0; axis < axes; axis++) {
    const length = x.dims[axis + 1]!;
    const { out, before } = along(where, length, window, axis);
    const places = Array.from({ length: out * kernel[axis]! }, (_, i) => {
      const tap = i % kernel[axis]!;
      return ((i - tap) / kernel[axis]!) * window.strides[axis]! + tap * window.dilation[axis]!;
    });
    const reach = Math.max(length + before, ...places.map((place) => place + 1));
    const width = y.dims.map((_, i) =>
      i === axis + 1 ? ([before, reach - length - before] as const) : ([0, 0] as const),
    );
    y = take(pad(y, width), places, { axis: axis + 1 });
    counts.push(out);
  }
  const [n, channels] = [x.dims[0]!, x.dims[axes + 1]!];
  const apart = reshape(y, [n, ...counts.flatMap((count, i) => [count, kernel[i]!]), channels]);
  const order = counts.map((_, i) => 2 * i + 1);
  const moved = transpose(apart, { axes: [0, ...order, ...order.map((i) => i + 1), 2 * axes + 1] });
  const result = back(reshape(moved, [n, ...counts, sizeOf(kernel) * channels]));
  return single ? squeeze(result, { axis: 0 }) : result;
}

/** Checks the options of an extraction of patches. */
export function patchesOptions(where: string, camel: string, options: PatchesOptions | undefined): PatchesOptions {
  const keys = ["strides", "dilationRate", "padding", "dataFormat"];
  return checkOptions(where, options, keys, `ops.image.${camel}(images, 3, { strides: 1 })`);
}
