/** Blocks that slide over images [batch, channels, height, width], as columns. */
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { sizesOf } from "./window";

/** Options of `unfold` and `fold`; a number, or one for each of height and width. */
export interface BlocksOptions {
  dilation?: number | readonly number[];
  /** Zeros around the image. */
  padding?: number | readonly number[];
  stride?: number | readonly number[];
}

/** What blocks meet along height and width. */
export interface Blocks {
  kernel: number[];
  padding: number[];
  /** How many blocks there are. */
  counts: number[];
  /** For each axis the places in the image with its border: [blocks, kernel]. */
  places: number[][];
}

/** The blocks over an image of a size. */
export function blocksOf(
  where: string,
  size: readonly number[],
  kernelSize: number | readonly number[],
  options: BlocksOptions | undefined,
): Blocks {
  const form = `ops.${where}(x, ..., { stride: 2 })`;
  const own = checkOptions(where, options, ["dilation", "padding", "stride"], form);
  const kernel = sizesOf(where, "kernelSize", kernelSize, 2);
  const dilation = sizesOf(where, "dilation", own.dilation ?? 1, 2);
  const stride = sizesOf(where, "stride", own.stride ?? 1, 2);
  const padding = sizesOf(where, "padding", own.padding ?? 0, 2, 0);
  const counts = size.map(
    (d, i) => Math.floor((d + 2 * padding[i]! - dilation[i]! * (kernel[i]! - 1) - 1) / stride[i]!) + 1,
  );
  if (!counts.every((n) => n > 0)) {
    throw new ShapeError(where, "the blocks are larger than the image", { received: { size, kernelSize } });
  }
  const places = counts.map((count, i) =>
    Array.from({ length: count * kernel[i]! }, (_, at) => {
      const block = Math.floor(at / kernel[i]!);
      return block * stride[i]! + (at % kernel[i]!) * dilation[i]!;
    }),
  );
  return { kernel, padding, counts, places };
}
