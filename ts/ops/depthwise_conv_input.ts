import type { Op } from "../core/op";
import {
  CHANNELS,
  depthwiseMacs,
  HEIGHT,
  IMAGES,
  inputShape,
  KERNEL_HEIGHT,
  KERNEL_WIDTH,
  WIDTH,
} from "./kinds/window";

/** The record of the gradient of `depthwise_conv` to its input. */
export const depthwiseConvInputOp: Op = {
  name: "depthwise_conv_input",
  kind: "window",
  infer: (_inputs, { geometry }) => ({ shape: inputShape(geometry as number[]), dtype: "float32" }),
  gradient: ({ inputs: [gy, kernel], attributes: { geometry } }, h, k) => [
    k.depthwiseAt(h, kernel!, geometry as number[]),
    k.depthwiseKernelAt(h, gy!, geometry as number[]),
  ],
  lower: ({ attributes: { geometry } }) => {
    const g = geometry as number[];
    return {
      kernel: "depthwise_conv_input",
      macs: depthwiseMacs(g),
      units: g[IMAGES]! * g[HEIGHT]!,
      work: Math.ceil((g[WIDTH]! * g[CHANNELS]! * g[KERNEL_HEIGHT]! * g[KERNEL_WIDTH]!) / 2),
      scratchBytes: 8 * (g[KERNEL_HEIGHT]! + g[KERNEL_WIDTH]!),
      words: g,
    };
  },
};
