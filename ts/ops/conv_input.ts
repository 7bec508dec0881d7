import { TILE_COLUMNS, UNIT_ROWS } from "../../assembly/layout";
import type { Op } from "../core/op";
import { makeNode } from "../core/tensor";
import {
  CHANNELS,
  CONV_SCRATCH,
  convolutionMacs,
  FILTERS,
  GROUPS,
  HEIGHT,
  IMAGES,
  inputShape,
  kernelShape,
  STRIDE_HEIGHT,
  STRIDE_WIDTH,
  WIDTH,
} from "./kinds/window";

/** The record of the gradient of `conv` to its input: inputs are the output's gradient and the kernel. */
export const convInputOp: Op = {
  name: "conv_input",
  kind: "window",
  infer: (_inputs, { geometry }) => ({ shape: inputShape(geometry as number[]), dtype: "float32" }),
  gradient: ({ inputs: [gy, kernel], attributes: { geometry } }, h, k) => [
    k.convAt(h, kernel!, geometry as number[]),
    k.convKernelAt(h, gy!, geometry as number[]),
  ],
  prepare: ({ inputs: [gy, kernel], attributes: { geometry } }) => [
    gy!,
    makeNode(convInputPackOp, [kernel!], { geometry }),
  ],
  lower: ({ attributes: { geometry } }) => {
    const g = geometry as number[];
    const [sh, sw] = [g[STRIDE_HEIGHT]!, g[STRIDE_WIDTH]!];
    const pixels = g[IMAGES]! * Math.ceil(g[HEIGHT]! / sh) * Math.ceil(g[WIDTH]! / sw);
    const [kh, kw, channels, filters] = kernelShape(g) as [number, number, number, number];
    return {
      kernel: "conv_input",
      macs: convolutionMacs(g),
      units: g[GROUPS]! * sh * sw * Math.ceil(pixels / UNIT_ROWS),
      work: Math.max(1, Math.ceil((UNIT_ROWS * kh * kw * channels * filters) / g[GROUPS]! / (sh * sw)) >> 2),
      words: g,
      scratchBytes: CONV_SCRATCH + (2 + kh + kw) * 4,
    };
  },
};

/** The record of the kernel packed for `conv_input`: panels [group][phase][channels / 8][tap, filter][8]. */
const convInputPackOp: Op = {
  name: "conv_input_pack",
  kind: "window",
  infer: (_inputs, { geometry }) => {
    const g = geometry as number[];
    const [kh, kw, channels, filters] = kernelShape(g) as [number, number, number, number];
    return { shape: [kh * kw * filters, Math.ceil(channels / TILE_COLUMNS), TILE_COLUMNS], dtype: "float32" };
  },
  lower: ({ attributes: { geometry } }) => {
    const g = geometry as number[];
    return {
      kernel: "conv_input_pack",
      units: g[GROUPS]! * g[STRIDE_HEIGHT]! * g[STRIDE_WIDTH]!,
      work: Math.max(1, (g[CHANNELS]! * g[FILTERS]!) / g[GROUPS]!),
      words: g,
    };
  },
};
