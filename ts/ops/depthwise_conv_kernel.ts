import type { Op } from "../core/op";
import { CHANNELS, depthwiseMacs, IMAGES, KERNEL_HEIGHT, KERNEL_WIDTH, OUT_HEIGHT, OUT_WIDTH } from "./kinds/window";

/** The record of the gradient of `depthwise_conv` to its kernel [height, width, channels]. */
export const depthwiseConvKernelOp: Op = {
  name: "depthwise_conv_kernel",
  kind: "window",
  infer: (_inputs, { geometry }) => {
    const g = geometry as number[];
    return { shape: [g[KERNEL_HEIGHT]!, g[KERNEL_WIDTH]!, g[CHANNELS]!], dtype: "float32" };
  },
  gradient: ({ inputs: [x, gy], attributes: { geometry } }, h, k) => [
    k.depthwiseInputAt(gy!, h, geometry as number[]),
    k.depthwiseAt(x!, h, geometry as number[]),
  ],
  lower: ({ attributes: { geometry } }) => {
    const g = geometry as number[];
    return {
      kernel: "depthwise_conv_kernel",
      macs: depthwiseMacs(g),
      units: g[KERNEL_HEIGHT]! * Math.ceil(g[CHANNELS]! / 8),
      work: g[IMAGES]! * g[OUT_HEIGHT]! * g[OUT_WIDTH]! * g[KERNEL_WIDTH]! * 4,
      scratchBytes: 64 * g[KERNEL_WIDTH]!,
      words: g,
    };
  },
};
