import { TILE_COLUMNS, UNIT_ROWS } from "../../assembly/layout";
import { type TensorLike, toTensor } from "../core/convert";
import { ShapeError } from "../core/errors";
import type { Lowering, Op, OpNode } from "../core/op";
import { checkOptions } from "../core/options";
import { callable } from "../core/symbolic";
import { makeNode, type Tensor } from "../core/tensor";
import { cast } from "./cast";
import { convInputOp } from "./conv_input";
import { convKernelOp } from "./conv_kernel";
import { asLine, asPlane, spatial } from "./kinds/spatial";
import { convVolume } from "./kinds/volume";
import {
  CONV_SCRATCH,
  type ConvOptions,
  channelsFirst,
  convolutionMacs,
  FILTERS,
  flatWindow,
  GROUPS,
  geometry,
  IMAGES,
  kernelShape,
  OUT_HEIGHT,
  OUT_WIDTH,
  outputShape,
  type Window,
  windowOf,
} from "./kinds/window";
import { matmulAt, matmulPackOp } from "./matmul";
import { reshape } from "./view/reshape";

/** The record of `conv`: x [images, height, width, channels], kernel [height, width, channels / groups, filters]. */
export const convOp: Op = {
  name: "conv",
  kind: "window",
  epilogue: true,
  keras: "keras.src.ops.nn.Conv",
  infer: (_inputs, { geometry }) => ({ shape: outputShape(geometry as number[]), dtype: "float32" }),
  gradient: ({ inputs: [x, kernel], attributes: { geometry } }, g) => [
    makeNode(convInputOp, [g, kernel!], { geometry }),
    makeNode(convKernelOp, [x!, g], { geometry }),
  ],
  prepare: ({ inputs, attributes: { geometry } }) => [
    inputs[0]!,
    packKernel(inputs[1]!, geometry as number[]),
    ...inputs.slice(2),
  ],
  lower: lowerConv,
};

/** Panels of the kernel, group by group: the product of windows and kernel is a matrix product. */
function packKernel(kernel: Tensor, g: readonly number[]): Tensor {
  const [kh, kw, channels, filters] = kernelShape(g) as [number, number, number, number];
  return makeNode(convPackOp, [reshape(kernel, [kh * kw * channels, filters])], { groups: g[GROUPS]! });
}

/** The record of the packed kernel: panels [group][filters / 8][terms][8]. */
const convPackOp: Op = {
  ...matmulPackOp,
  name: "conv_pack",
  infer: ([kernel], { groups }) => {
    const [terms, filters] = kernel!.dims as [number, number];
    const count = groups as number;
    return { shape: [count, Math.ceil(filters / count / TILE_COLUMNS), terms, TILE_COLUMNS], dtype: "float32" };
  },
  lower: ({ inputs: [kernel], attributes: { groups } }) => {
    const [terms, filters] = kernel!.dims as [number, number];
    const own = filters / (groups as number);
    return {
      kernel: "matmul_pack",
      units: (groups as number) * Math.ceil(own / TILE_COLUMNS),
      work: terms * TILE_COLUMNS,
      words: [groups as number, own, terms, filters, 1, own],
    };
  },
};

function lowerConv({ inputs: [x, kernel, bias], attributes, output }: OpNode): Lowering {
  const g = attributes.geometry as number[];
  const pixels = g[IMAGES]! * g[OUT_HEIGHT]! * g[OUT_WIDTH]!;
  const terms = kernel!.dims[2]!;
  const own = g[FILTERS]! / g[GROUPS]!;
  return {
    kernel: "conv",
    macs: convolutionMacs(g),
    units: g[GROUPS]! * Math.ceil(pixels / UNIT_ROWS),
    work: Math.max(1, (UNIT_ROWS * terms * own) / 4),
    operands: [x, kernel, output, bias],
    words: [...g, (attributes.activation as number) ?? 0],
    scratchBytes: CONV_SCRATCH,
  };
}

/** Whether each pixel meets itself alone: then padding adds nothing. */
function isPointwise({ kernel, strides }: Window): boolean {
  return [...kernel, ...strides].every((size) => size === 1);
}

/** A kernel of one tap: the product of all pixels with a matrix, whose gradients are products as well. Bits are those of `conv`. */
function pointwise(x: Tensor, kernel: Tensor): Tensor {
  const [images, height, width, channels] = x.dims as [number, number, number, number];
  const filters = kernel.dims[3]!;
  const pixels = reshape(x, [1, images * height * width, channels]);
  return reshape(matmulAt(pixels, reshape(kernel, [1, channels, filters])), [images, height, width, filters]);
}

/** The convolution of images [images, height, width, channels] with a kernel [height, width, own channels, filters]. */
function plane(where: string, x: Tensor, kernel: Tensor, window: Window, groups: number): Tensor {
  if (groups === 1 && isPointwise(window)) return pointwise(x, kernel);
  return makeNode(convOp, [x, kernel], { geometry: geometry(where, x.dims, window, kernel.dims[3]!, groups) });
}

/** The convolution of x [images, ...spatial, channels]; groups follow from the channels of the kernel. */
export function convolution(where: string, x: Tensor, kernel: Tensor, window: Window): Tensor {
  const axes = x.rank - 2;
  const [channels, filters] = kernel.dims.slice(-2) as [number, number];
  const groups = x.dims[x.rank - 1]! / channels;
  if (!Number.isInteger(groups) || filters % groups !== 0) {
    throw new ShapeError(where, "channels of the input and the kernel do not match", {
      expected: `input channels a multiple of ${channels} (the kernel's), filters a multiple of that`,
      received: `${x.dims[x.rank - 1]} channels, kernel shape [${kernel.dims}]`,
    });
  }
  if (axes === 3) return convVolume(where, x, kernel, window, groups, plane);
  if (axes === 2) return plane(where, x, kernel, window, groups);
  return asLine(plane(where, asPlane(x), reshape(kernel, [1, ...kernel.dims]), flatWindow(window), groups));
}

function convolve(inputs: TensorLike, kernel: TensorLike, options?: ConvOptions): Tensor {
  const form = 'ops.conv(x, kernel, { strides: 2, padding: "same" })';
  const own = checkOptions("conv", options, ["strides", "padding", "dataFormat", "dilationRate"], form);
  const { x, axes, back } = spatial("conv", inputs, channelsFirst("conv", own.dataFormat));
  const k = cast(toTensor("conv", kernel), "float32");
  if (k.rank !== axes + 2) {
    throw new ShapeError("conv", "the kernel has the wrong rank", {
      expected: `${axes} sizes, channels and filters`,
      received: { "kernel.shape": k.shape },
    });
  }
  return back(convolution("conv", x, k, windowOf("conv", k.dims.slice(0, axes), own)));
}

/**
 * Convolution (cross-correlation) over one to three spatial axes; groups follow from the channels of the kernel.
 *
 * @param inputs [batch, ...spatial, channels]
 * @param kernel [...spatial, channels / groups, filters]
 * @throws ShapeError when channels or sizes do not match.
 * @example ops.conv(ops.ones([1, 5, 5, 1]), ops.ones([3, 3, 1, 2])).shape // [ 1, 3, 3, 2 ]
 */
export const conv: ((inputs: TensorLike, kernel: TensorLike, options?: ConvOptions) => Tensor) & { op?: Op } =
  Object.assign(callable("conv", convolve), { op: convOp });
