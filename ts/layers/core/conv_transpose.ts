/** What Conv1DTranspose, Conv2DTranspose and Conv3DTranspose share. */
import { ValueError } from "../../core/errors";
import type { Shape } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import type { Config } from "../../nn/core/serialize";
import { transposedConvolution } from "../../ops/composite/conv_transpose";
import { sizesOf } from "../../ops/kinds/window";
import { Convolution, type ConvolutionOptions } from "./convolution";
import { checkDilation, knownChannels } from "./images";
import { positive } from "./options";

/** Options of `Conv1DTranspose`, `Conv2DTranspose` and `Conv3DTranspose`. */
export interface ConvTransposeLayerOptions extends ConvolutionOptions {
  /** Channels of the output. */
  filters: number;
  /** How much longer the output is than its shortest, less than the stride; by Keras's rule when absent. */
  outputPadding?: number | readonly number[] | null;
  kernelInitializer?: unknown;
  kernelRegularizer?: unknown;
  kernelConstraint?: unknown;
}

/** A transposed convolution over `rank` spatial axes: the way back from a convolution's output to its input. */
export abstract class ConvTranspose extends Convolution {
  readonly filters: number;
  readonly outputPadding: readonly number[] | undefined;
  kernel!: Variable;

  constructor(className: string, rank: number, options: ConvTransposeLayerOptions) {
    super({ className, rank, keys: ["filters", "outputPadding"], weights: ["kernel"] }, options);
    this.filters = positive(this.name, "filters", options.filters);
    const extra = options.outputPadding ?? undefined;
    this.outputPadding = extra === undefined ? undefined : sizesOf(this.name, "outputPadding", extra, rank, 0);
    if (this.outputPadding?.some((p, i) => p >= this.strides[i]!)) {
      throw new ValueError(this.name, "outputPadding is too large", {
        expected: "less than the stride on every axis",
        received: { outputPadding: this.outputPadding, strides: this.strides },
      });
    }
    checkDilation(this.name, this.strides, this.dilationRate);
  }

  override build(inputShape: Shape): void {
    const channels = knownChannels(this.name, inputShape, this.dataFormat, this.rank);
    this.kernel = this.weight("kernel", "kernel", [...this.kernelSize, this.filters, channels]);
    this.addBias(this.filters);
  }

  protected override get channels(): number {
    return this.kernel.dims[this.rank + 1]!;
  }

  protected override convolve(x: Tensor): Tensor {
    return transposedConvolution(this.name, x, this.kernel.value, this.window, this.outputPadding);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      filters: this.filters,
      ...this.windowConfig(),
      output_padding: this.outputPadding ? [...this.outputPadding] : null,
      ...this.layoutConfig(),
      ...this.weightConfig(),
    };
  }
}
