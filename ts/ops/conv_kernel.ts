import { K_CHUNK, TERMS_BYTES, TILE_BYTES } from "../../assembly/layout";
import type { Op } from "../core/op";
import { convolutionMacs, GROUPS, IMAGES, kernelShape, OUT_HEIGHT, OUT_WIDTH } from "./kinds/window";

/** The record of the gradient of `conv` to its kernel: inputs are x and the output's gradient. */
export const convKernelOp: Op = {
  name: "conv_kernel",
  kind: "window",
  infer: (_inputs, { geometry }) => ({ shape: kernelShape(geometry as number[]), dtype: "float32" }),
  gradient: ({ inputs: [x, gy], attributes: { geometry } }, h, k) => [
    k.convInputAt(gy!, h, geometry as number[]),
    k.convAt(x!, h, geometry as number[]),
  ],
  lower: ({ attributes: { geometry } }) => {
    const g = geometry as number[];
    const [kh, kw, channels, filters] = kernelShape(g) as [number, number, number, number];
    const pixels = g[IMAGES]! * g[OUT_HEIGHT]! * g[OUT_WIDTH]!;
    return {
      kernel: "conv_kernel",
      macs: convolutionMacs(g),
      units: g[GROUPS]! * Math.ceil((kh * kw * channels) / 4),
      work: Math.max(1, (pixels * filters) / g[GROUPS]!),
      words: g,
      scratchBytes: TILE_BYTES + TERMS_BYTES + K_CHUNK * 16,
    };
  },
};
