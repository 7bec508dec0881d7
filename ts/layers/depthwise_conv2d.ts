import type { Tensor } from "../core/tensor";
import * as activations from "../nn/activations";
import type { Config } from "../nn/core/serialize";
import * as initializers from "../nn/initializers";
import * as regularizers from "../nn/regularizers";
import * as ops from "../ops/gen/public";
import { CONVOLUTION_KEYS, Convolution, type ConvolutionOptions } from "./core/convolution";
import { layerOptions, positive } from "./core/options";

/** Options of `DepthwiseConv2D`. */
export interface DepthwiseConv2DOptions extends ConvolutionOptions {
  /** Outputs of each channel; 1 by default. */
  depthMultiplier?: number;
  depthwiseInitializer?: unknown;
  depthwiseRegularizer?: unknown;
}

/**
 * activation(every channel convolved by itself + bias), over images.
 *
 * Input [batch, height, width, channels], output [batch, height', width', channels * depthMultiplier].
 *
 * @throws ShapeError when the channels differ from what the layer was built for, or the kernel is larger than the image.
 * @example layers.depthwiseConv2d({ kernelSize: 3 }).apply(ops.ones([1, 5, 5, 2])).shape // [ 1, 3, 3, 2 ]
 */
export class DepthwiseConv2D extends Convolution {
  static override className = "DepthwiseConv2D";
  readonly depthMultiplier: number;

  constructor(options: DepthwiseConv2DOptions) {
    const keys = [...CONVOLUTION_KEYS, "depthMultiplier", "depthwiseInitializer", "depthwiseRegularizer"];
    const own = layerOptions("DepthwiseConv2D", options, keys, ["depthwiseConstraint", "biasConstraint"]);
    super(own, { initializer: own.depthwiseInitializer, regularizer: own.depthwiseRegularizer });
    this.depthMultiplier = positive(this.name, "depthMultiplier", own.depthMultiplier ?? 1);
  }

  protected override weightShapes(channels: number): { kernel: number[]; filters: number } {
    return { kernel: [...this.kernelSize, channels, this.depthMultiplier], filters: channels * this.depthMultiplier };
  }

  protected override get channels(): number {
    return this.kernel.dims[2]!;
  }

  protected override convolve(x: Tensor): Tensor {
    return ops.depthwiseConv(x, this.kernel, this.window);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      depth_multiplier: this.depthMultiplier,
      kernel_size: [...this.kernelSize],
      strides: [...this.strides],
      padding: this.padding,
      data_format: this.dataFormat,
      dilation_rate: [...this.dilationRate],
      activation: activations.serialize(this.activation),
      use_bias: this.useBias,
      depthwise_initializer: initializers.serialize(this.kernelInitializer),
      bias_initializer: initializers.serialize(this.biasInitializer),
      depthwise_regularizer: regularizers.serializeOptional(this.kernelRegularizer),
      bias_regularizer: regularizers.serializeOptional(this.biasRegularizer),
      activity_regularizer: null,
      depthwise_constraint: null,
      bias_constraint: null,
    };
  }
}

/** Makes a `DepthwiseConv2D` layer. */
export function depthwiseConv2d(options: DepthwiseConv2DOptions): DepthwiseConv2D {
  return new DepthwiseConv2D(options);
}
