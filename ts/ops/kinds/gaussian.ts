/** Filters of images: each channel with one kernel. */
import { tensorFrom } from "../../core/convert";
import type { Tensor } from "../../core/tensor";
import { broadcastTo } from "../broadcast_to";
import { depthwiseConv } from "../depthwise_conv";

/** The weights of a bell of a width and a standard deviation, which add up to 1. */
export function bell(size: number, sigma: number): number[] {
  const values = Array.from({ length: size }, (_, i) => Math.exp(-0.5 * ((i - (size - 1) / 2) / sigma) ** 2));
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / total);
}

/** Images [batch, height, width, channels] with every channel filtered by a kernel of rows. */
export function filtered(where: string, x: Tensor, kernel: readonly (readonly number[])[], padding: string): Tensor {
  const [h, w, channels] = [kernel.length, kernel[0]!.length, x.dims[3]!];
  const plane = tensorFrom(where, kernel.flat(), [h, w, 1, 1], "float32");
  return depthwiseConv(x, broadcastTo(plane, [h, w, channels, 1]), { padding });
}
