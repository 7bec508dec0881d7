/** What DepthwiseConv1D and DepthwiseConv2D share. */
import type { Shape } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import type { Config } from "../../nn/core/serialize";
import { depthwiseConvolution } from "../../ops/depthwise_conv";
import { Convolution, type ConvolutionOptions } from "./convolution";
import { checkWindow, knownChannels, type SpatialShape } from "./images";
import type { Shapes } from "./layer";
import { positive } from "./options";

/** Options of `DepthwiseConv1D` and `DepthwiseConv2D`. */
export interface DepthwiseConvOptions extends ConvolutionOptions {
  /** Outputs of each channel; 1 by default. */
  depthMultiplier?: number;
  depthwiseInitializer?: unknown;
  depthwiseRegularizer?: unknown;
  depthwiseConstraint?: unknown;
}

/** A convolution of every channel by itself over `rank` spatial axes. */
export abstract class DepthwiseConv extends Convolution {
  readonly depthMultiplier: number;
  kernel!: Variable;

  constructor(className: string, rank: number, options: DepthwiseConvOptions) {
    super({ className, rank, keys: ["depthMultiplier"], weights: ["depthwise"] }, options);
    this.depthMultiplier = positive(this.name, "depthMultiplier", options.depthMultiplier ?? 1);
  }

  override build(inputShape: Shape): void {
    const channels = knownChannels(this.name, inputShape, this.dataFormat, this.rank);
    this.kernel = this.weight("depthwise", "kernel", [...this.kernelSize, channels, this.depthMultiplier]);
    this.addBias(channels * this.depthMultiplier);
  }

  protected override get channels(): number {
    return this.kernel.dims[this.rank]!;
  }

  protected override checkSizes(shapes: Shapes, sizes: SpatialShape): void {
    const window = { size: this.kernelSize, dilation: this.dilationRate, padding: this.padding };
    checkWindow(this.name, shapes, sizes, window, "kernelSize");
  }

  protected override convolve(x: Tensor): Tensor {
    return depthwiseConvolution(this.name, x, this.kernel.value, this.window);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      depth_multiplier: this.depthMultiplier,
      ...this.windowConfig(),
      ...this.layoutConfig(),
      ...this.weightConfig(),
    };
  }
}
