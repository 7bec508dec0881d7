import { type TensorLike, toTensor } from "../core/convert";
import { ShapeError, ValueError } from "../core/errors";
import type { Op } from "../core/op";
import { checkOptions } from "../core/options";
import { callable } from "../core/symbolic";
import { makeNode, type Tensor } from "../core/tensor";
import { broadcastTo } from "./broadcast_to";
import { cast } from "./cast";
import type { ConvOptions } from "./conv";
import { spatial } from "./kinds/spatial";
import {
  CHANNELS,
  channelsFirst,
  checkPadding,
  geometry,
  IMAGES,
  KERNEL_HEIGHT,
  KERNEL_WIDTH,
  OUT_HEIGHT,
  OUT_WIDTH,
  outputShape,
  pair,
} from "./kinds/window";
import { reshape } from "./view/reshape";

/** The record of `depthwise_conv`, one filter a channel: kernel [height, width, channels]. */
export const depthwiseConvOp: Op = {
  name: "depthwise_conv",
  kind: "window",
  keras: "keras.src.ops.nn.DepthwiseConv",
  infer: (_inputs, { geometry }) => ({ shape: outputShape(geometry as number[]), dtype: "float32" }),
  gradient: ({ inputs: [x, kernel], attributes: { geometry } }, g, k) => [
    k.depthwiseInputAt(g, kernel!, geometry as number[]),
    k.depthwiseKernelAt(x!, g, geometry as number[]),
  ],
  lower: ({ attributes: { geometry } }) => {
    const g = geometry as number[];
    return {
      kernel: "depthwise_conv",
      units: g[IMAGES]! * g[OUT_HEIGHT]!,
      work: g[OUT_WIDTH]! * g[CHANNELS]! * g[KERNEL_HEIGHT]! * g[KERNEL_WIDTH]!,
      words: g,
    };
  },
};

function convolve(inputs: TensorLike, kernel: TensorLike, options?: ConvOptions): Tensor {
  const where = "depthwise_conv";
  const form = 'ops.depthwiseConv(x, kernel, { strides: 2, padding: "same" })';
  const keys = ["strides", "padding", "dataFormat", "dilationRate"];
  const { strides, padding, dataFormat, dilationRate } = checkOptions(where, options, keys, form);
  const { x, axes, back } = spatial(where, inputs, channelsFirst(where, dataFormat));
  const k = cast(toTensor(where, kernel), "float32");
  const [channels, multiplier] = k.dims.slice(-2) as [number, number];
  if (k.rank !== axes + 2 || channels !== x.dims[3]) {
    throw new ShapeError(where, "the kernel does not fit the input", {
      expected: `${axes} sizes, ${x.dims[3]} channels and the depth multiplier`,
      received: { "kernel.shape": k.shape },
    });
  }
  const size = (axes === 1 ? [1, k.dims[0]!] : k.dims.slice(0, 2)) as [number, number];
  const window = {
    kernel: size,
    strides: pair(where, "strides", strides ?? 1, axes),
    dilation: pair(where, "dilationRate", dilationRate ?? 1, axes),
    padding: checkPadding(where, padding),
  };
  if (window.strides.some((s) => s > 1) && window.dilation.some((d) => d > 1)) {
    throw new ValueError(where, "strides and dilation above 1 do not go together", {
      received: { strides, dilationRate },
    });
  }
  // Each channel stands `multiplier` times side by side: output channel c * multiplier + m reads channel c.
  const filters = channels * multiplier;
  const [n, h, w] = x.dims as [number, number, number, number];
  const wide = multiplier === 1 ? x : broadcastTo(reshape(x, [n, h, w, channels, 1]), [n, h, w, channels, multiplier]);
  const shape = geometry(where, [n, h, w, filters], window, filters, 1);
  return back(
    makeNode(depthwiseConvOp, [reshape(wide, [n, h, w, filters]), reshape(k, [...size, filters])], { geometry: shape }),
  );
}

/**
 * Convolution of every channel by itself, over one or two spatial axes.
 *
 * @param inputs [batch, ...spatial, channels]
 * @param kernel [...spatial, channels, multiplier]
 * @throws ShapeError when channels or sizes do not match.
 * @example ops.depthwiseConv(ops.ones([1, 5, 5, 2]), ops.ones([3, 3, 2, 1])).shape // [ 1, 3, 3, 2 ]
 */
export const depthwiseConv: ((inputs: TensorLike, kernel: TensorLike, options?: ConvOptions) => Tensor) & { op?: Op } =
  Object.assign(callable("depthwise_conv", convolve), { op: depthwiseConvOp });
