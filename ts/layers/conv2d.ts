import { ShapeError, ValueError } from "../core/errors";
import type { Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import * as activations from "../nn/activations";
import type { Config } from "../nn/core/serialize";
import * as initializers from "../nn/initializers";
import * as regularizers from "../nn/regularizers";
import * as ops from "../ops/gen/public";
import { CONVOLUTION_KEYS, Convolution, type ConvolutionOptions } from "./core/convolution";
import { layerOptions, positive } from "./core/options";

/** Options of `Conv2D`. */
export interface Conv2DOptions extends ConvolutionOptions {
  /** Channels of the output. */
  filters: number;
  /** Channels are split into so many groups, convolved by themselves. */
  groups?: number;
  kernelInitializer?: unknown;
  kernelRegularizer?: unknown;
}

/**
 * activation(x convolved with kernel + bias), over images (cross-correlation: the kernel is not flipped).
 *
 * Input [batch, height, width, channels], output [batch, height', width', filters].
 *
 * @throws ShapeError when the channels differ from what the layer was built for, or the kernel is larger than the image.
 * @example layers.conv2d({ filters: 2, kernelSize: 3 }).apply(ops.ones([1, 5, 5, 1])).shape // [ 1, 3, 3, 2 ]
 */
export class Conv2D extends Convolution {
  static override className = "Conv2D";
  static aliases: readonly string[] = ["Convolution2D"];
  readonly filters: number;
  readonly groups: number;

  constructor(options: Conv2DOptions) {
    const keys = [...CONVOLUTION_KEYS, "filters", "groups", "kernelInitializer", "kernelRegularizer"];
    const own = layerOptions("Conv2D", options, keys, ["kernelConstraint", "biasConstraint", "loraRank", "loraAlpha"]);
    super(own, { initializer: own.kernelInitializer, regularizer: own.kernelRegularizer });
    this.filters = positive(this.name, "filters", own.filters);
    this.groups = positive(this.name, "groups", own.groups ?? 1);
    if (this.filters % this.groups !== 0) {
      throw new ValueError(this.name, "the groups do not divide the filters", {
        expected: `filters a multiple of ${this.groups}`,
        received: { filters: this.filters, groups: this.groups },
      });
    }
  }

  protected override weightShapes(channels: number, inputShape: Shape): { kernel: number[]; filters: number } {
    if (channels % this.groups !== 0) {
      throw new ShapeError(this.name, "the groups do not divide the channels of the input", {
        expected: `channels a multiple of ${this.groups}`,
        received: { "x.shape": inputShape, groups: this.groups },
      });
    }
    return { kernel: [...this.kernelSize, channels / this.groups, this.filters], filters: this.filters };
  }

  protected override get channels(): number {
    return this.kernel.dims[2]! * this.groups;
  }

  protected override convolve(x: Tensor): Tensor {
    return ops.conv(x, this.kernel, this.window);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      filters: this.filters,
      kernel_size: [...this.kernelSize],
      strides: [...this.strides],
      padding: this.padding,
      data_format: this.dataFormat,
      dilation_rate: [...this.dilationRate],
      groups: this.groups,
      activation: activations.serialize(this.activation),
      use_bias: this.useBias,
      kernel_initializer: initializers.serialize(this.kernelInitializer),
      bias_initializer: initializers.serialize(this.biasInitializer),
      kernel_regularizer: regularizers.serializeOptional(this.kernelRegularizer),
      bias_regularizer: regularizers.serializeOptional(this.biasRegularizer),
      activity_regularizer: null,
      kernel_constraint: null,
      bias_constraint: null,
    };
  }
}

/** Makes a `Conv2D` layer. */
export function conv2d(options: Conv2DOptions): Conv2D {
  return new Conv2D(options);
}
