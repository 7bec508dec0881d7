/** What SeparableConv1D and SeparableConv2D share. */
import type { Shape } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import type { Config } from "../../nn/core/serialize";
import { separableConvolution } from "../../ops/composite/separable_conv";
import { Convolution, type ConvolutionOptions } from "./convolution";
import { checkWindow, knownChannels, type SpatialShape } from "./images";
import type { Shapes } from "./layer";
import { positive } from "./options";

/** Options of `SeparableConv1D` and `SeparableConv2D`. */
export interface SeparableConvOptions extends ConvolutionOptions {
  /** Channels of the output. */
  filters: number;
  /** Outputs of each channel before they are mixed; 1 by default. */
  depthMultiplier?: number;
  depthwiseInitializer?: unknown;
  pointwiseInitializer?: unknown;
  depthwiseRegularizer?: unknown;
  pointwiseRegularizer?: unknown;
  depthwiseConstraint?: unknown;
  pointwiseConstraint?: unknown;
}

/** A convolution of every channel by itself, then of all channels at each place. */
export abstract class SeparableConv extends Convolution {
  readonly filters: number;
  readonly depthMultiplier: number;
  depthwiseKernel!: Variable;
  pointwiseKernel!: Variable;

  constructor(className: string, rank: number, options: SeparableConvOptions) {
    super({ className, rank, keys: ["filters", "depthMultiplier"], weights: ["depthwise", "pointwise"] }, options);
    this.filters = positive(this.name, "filters", options.filters);
    this.depthMultiplier = positive(this.name, "depthMultiplier", options.depthMultiplier ?? 1);
  }

  override build(inputShape: Shape): void {
    const channels = knownChannels(this.name, inputShape, this.dataFormat, this.rank);
    const ones = this.kernelSize.map(() => 1);
    const depthwise = [...this.kernelSize, channels, this.depthMultiplier];
    this.depthwiseKernel = this.weight("depthwise", "depthwise_kernel", depthwise);
    const pointwise = [...ones, channels * this.depthMultiplier, this.filters];
    this.pointwiseKernel = this.weight("pointwise", "pointwise_kernel", pointwise);
    this.addBias(this.filters);
  }

  protected override get channels(): number {
    return this.depthwiseKernel.dims[this.rank]!;
  }

  protected override checkSizes(shapes: Shapes, sizes: SpatialShape): void {
    const window = { size: this.kernelSize, dilation: this.dilationRate, padding: this.padding };
    checkWindow(this.name, shapes, sizes, window, "kernelSize");
  }

  protected override convolve(x: Tensor): Tensor {
    return separableConvolution(this.name, x, this.depthwiseKernel.value, this.pointwiseKernel.value, this.window);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      depth_multiplier: this.depthMultiplier,
      filters: this.filters,
      ...this.windowConfig(),
      ...this.layoutConfig(),
      ...this.weightConfig(),
    };
  }
}
