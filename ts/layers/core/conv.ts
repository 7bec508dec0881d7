/** What Conv1D, Conv2D and Conv3D share. */
import { ShapeError, ValueError } from "../../core/errors";
import type { Shape } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import type { Config } from "../../nn/core/serialize";
import { convolution } from "../../ops/conv";
import { Convolution, type ConvolutionOptions } from "./convolution";
import { checkDilation, checkWindow, knownChannels, type SpatialShape } from "./images";
import type { Shapes } from "./layer";
import { positive } from "./options";

/** Options of `Conv1D`, `Conv2D` and `Conv3D`. */
export interface ConvLayerOptions extends ConvolutionOptions {
  /** Channels of the output. */
  filters: number;
  /** Channels are split into so many groups, convolved by themselves. */
  groups?: number;
  kernelInitializer?: unknown;
  kernelRegularizer?: unknown;
  kernelConstraint?: unknown;
}

/** A convolution over `rank` spatial axes. */
export abstract class Conv extends Convolution {
  readonly filters: number;
  readonly groups: number;
  kernel!: Variable;

  constructor(className: string, rank: number, options: ConvLayerOptions) {
    const absent = ["loraRank", "loraAlpha"];
    const kind = { className, rank, keys: ["filters", "groups"], weights: ["kernel"], absent, causal: rank === 1 };
    super(kind, options);
    this.filters = positive(this.name, "filters", options.filters);
    this.groups = positive(this.name, "groups", options.groups ?? 1);
    if (this.filters % this.groups !== 0) {
      throw new ValueError(this.name, "the groups do not divide the filters", {
        expected: `filters a multiple of ${this.groups}`,
        received: { filters: this.filters, groups: this.groups },
      });
    }
    checkDilation(this.name, this.strides, this.dilationRate);
  }

  override build(inputShape: Shape): void {
    const channels = knownChannels(this.name, inputShape, this.dataFormat, this.rank);
    if (channels % this.groups !== 0) {
      throw new ShapeError(this.name, "the groups do not divide the channels of the input", {
        expected: `channels a multiple of ${this.groups}`,
        received: { "x.shape": inputShape, groups: this.groups },
      });
    }
    this.kernel = this.weight("kernel", "kernel", [...this.kernelSize, channels / this.groups, this.filters]);
    this.addBias(this.filters);
  }

  protected override get channels(): number {
    return this.kernel.dims[this.rank]! * this.groups;
  }

  protected override checkSizes(shapes: Shapes, sizes: SpatialShape): void {
    const window = { size: this.kernelSize, dilation: this.dilationRate, padding: this.padding };
    checkWindow(this.name, shapes, sizes, window, "kernelSize");
  }

  protected override convolve(x: Tensor): Tensor {
    return convolution(this.name, x, this.kernel.value, this.window);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      filters: this.filters,
      ...this.windowConfig(),
      ...this.layoutConfig(),
      groups: this.groups,
      ...this.weightConfig(),
    };
  }
}
