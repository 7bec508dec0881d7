import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { convolution } from "../conv";
import { depthwiseConvolution } from "../depthwise_conv";
import { spatial } from "../kinds/spatial";
import { type ConvOptions, channelsFirst, type Window, windowOf } from "../kinds/window";

/** Every channel of x [images, ...spatial, channels] convolved by itself, then all mixed at each place. */
export function separableConvolution(
  where: string,
  x: Tensor,
  depthwise: Tensor,
  pointwise: Tensor,
  window: Window,
): Tensor {
  const apart = depthwiseConvolution(where, x, depthwise, window);
  const ones = window.kernel.map(() => 1);
  const channels = apart.dims[apart.rank - 1]!;
  const fits = pointwise.rank === apart.rank && pointwise.dims.slice(0, -2).every((d) => d === 1);
  if (!fits || pointwise.dims[pointwise.rank - 2] !== channels) {
    throw new ShapeError(where, "the pointwise kernel does not fit", {
      expected: `${ones.length} sizes of 1, ${channels} channels and filters`,
      received: { "pointwiseKernel.shape": pointwise.shape },
    });
  }
  return convolution(where, apart, pointwise, { kernel: ones, strides: ones, dilation: ones, padding: "valid" });
}

function convolve(
  inputs: TensorLike,
  depthwiseKernel: TensorLike,
  pointwiseKernel: TensorLike,
  options?: ConvOptions,
): Tensor {
  const where = "separable_conv";
  const form = 'ops.separableConv(x, depthwiseKernel, pointwiseKernel, { padding: "same" })';
  const own = checkOptions(where, options, ["strides", "padding", "dataFormat", "dilationRate"], form);
  const { x, axes, back } = spatial(where, inputs, channelsFirst(where, own.dataFormat));
  const depthwise = cast(toTensor(where, depthwiseKernel), "float32");
  const pointwise = cast(toTensor(where, pointwiseKernel), "float32");
  const window = windowOf(where, depthwise.dims.slice(0, axes), own);
  return back(separableConvolution(where, x, depthwise, pointwise, window));
}

/**
 * Convolution of every channel by itself, then of all channels at each place.
 *
 * @param inputs [batch, ...spatial, channels]
 * @param depthwiseKernel [...spatial, channels, multiplier]
 * @param pointwiseKernel [...ones, channels * multiplier, filters]
 * @throws ShapeError when channels or sizes do not match.
 * @example ops.separableConv(ops.ones([1, 5, 2]), ops.ones([3, 2, 1]), ops.ones([1, 2, 4])).shape // [ 1, 3, 4 ]
 */
export const separableConv: (
  inputs: TensorLike,
  depthwiseKernel: TensorLike,
  pointwiseKernel: TensorLike,
  options?: ConvOptions,
) => Tensor = callable("separable_conv", convolve);
