import { type TensorLike, toTensor } from "../core/convert";
import { ShapeError } from "../core/errors";
import type { Op } from "../core/op";
import { checkOptions } from "../core/options";
import { callable } from "../core/symbolic";
import { makeNode, type Tensor } from "../core/tensor";
import { broadcastTo } from "./broadcast_to";
import { cast } from "./cast";
import { convolution } from "./conv";
import { asLine, asPlane, spatial } from "./kinds/spatial";
import {
  CHANNELS,
  type ConvOptions,
  channelsFirst,
  depthwiseMacs,
  flatWindow,
  geometry,
  IMAGES,
  KERNEL_HEIGHT,
  KERNEL_WIDTH,
  OUT_HEIGHT,
  OUT_WIDTH,
  outputShape,
  type Window,
  windowOf,
} from "./kinds/window";
import { reshape } from "./view/reshape";

/** The record of `depthwise_conv`, one filter a channel: kernel [height, width, channels]. */
export const depthwiseConvOp: Op = {
  name: "depthwise_conv",
  kind: "window",
  epilogue: true,
  keras: "keras.src.ops.nn.DepthwiseConv",
  infer: (_inputs, { geometry }) => ({ shape: outputShape(geometry as number[]), dtype: "float32" }),
  gradient: ({ inputs: [x, kernel], attributes: { geometry } }, g, k) => [
    k.depthwiseInputAt(g, kernel!, geometry as number[]),
    k.depthwiseKernelAt(x!, g, geometry as number[]),
  ],
  lower: ({ inputs: [x, kernel, bias], attributes: { geometry, activation }, output }) => {
    const g = geometry as number[];
    return {
      kernel: "depthwise_conv",
      macs: depthwiseMacs(g),
      units: g[IMAGES]! * g[OUT_HEIGHT]!,
      work: Math.ceil((g[OUT_WIDTH]! * g[CHANNELS]! * g[KERNEL_HEIGHT]! * g[KERNEL_WIDTH]!) / 2),
      scratchBytes: 8 * (g[KERNEL_HEIGHT]! + g[KERNEL_WIDTH]!),
      operands: [x, kernel, output, bias],
      words: [...g, (activation as number) ?? 0],
    };
  },
};

/** The depthwise convolution of x [images, ...spatial, channels] with a kernel [...spatial, channels, multiplier]. */
export function depthwiseConvolution(where: string, x: Tensor, kernel: Tensor, window: Window): Tensor {
  const axes = x.rank - 2;
  const [channels, multiplier] = kernel.dims.slice(-2) as [number, number];
  if (kernel.rank !== axes + 2 || channels !== x.dims[x.rank - 1]) {
    throw new ShapeError(where, "the kernel does not fit the input", {
      expected: `${axes} sizes, ${x.dims[x.rank - 1]} channels and the depth multiplier`,
      received: { "kernel.shape": kernel.shape },
    });
  }
  const filters = channels * multiplier;
  const flat = reshape(kernel, [...window.kernel, filters]);
  if (axes === 3) return convolution(where, x, reshape(flat, [...window.kernel, 1, filters]), window);
  if (axes === 2) return plane(where, x, flat, window);
  return asLine(plane(where, asPlane(x), reshape(flat, [1, ...flat.dims]), flatWindow(window)));
}

/** The depthwise convolution of images with a kernel [height, width, filters]. */
function plane(where: string, x: Tensor, kernel: Tensor, window: Window): Tensor {
  // Each channel stands `multiplier` times side by side: output channel c * multiplier + m reads channel c.
  const [n, h, w, channels] = x.dims as [number, number, number, number];
  const filters = kernel.dims[2]!;
  const multiplier = filters / channels;
  const wide = multiplier === 1 ? x : broadcastTo(reshape(x, [n, h, w, channels, 1]), [n, h, w, channels, multiplier]);
  const shape = geometry(where, [n, h, w, filters], window, filters, 1);
  return makeNode(depthwiseConvOp, [reshape(wide, [n, h, w, filters]), kernel], { geometry: shape });
}

function convolve(inputs: TensorLike, kernel: TensorLike, options?: ConvOptions): Tensor {
  const where = "depthwise_conv";
  const form = 'ops.depthwiseConv(x, kernel, { strides: 2, padding: "same" })';
  const own = checkOptions(where, options, ["strides", "padding", "dataFormat", "dilationRate"], form);
  const { x, axes, back } = spatial(where, inputs, channelsFirst(where, own.dataFormat));
  const k = cast(toTensor(where, kernel), "float32");
  return back(depthwiseConvolution(where, x, k, windowOf(where, k.dims.slice(0, axes), own)));
}

/**
 * Convolution of every channel by itself, over one to three spatial axes.
 *
 * @param inputs [batch, ...spatial, channels]
 * @param kernel [...spatial, channels, multiplier]
 * @throws ShapeError when channels or sizes do not match.
 * @example ops.depthwiseConv(ops.ones([1, 5, 5, 2]), ops.ones([3, 3, 2, 1])).shape // [ 1, 3, 3, 2 ]
 */
export const depthwiseConv: ((inputs: TensorLike, kernel: TensorLike, options?: ConvOptions) => Tensor) & { op?: Op } =
  Object.assign(callable("depthwise_conv", convolve), { op: depthwiseConvOp });
