/** What Conv2D and DepthwiseConv2D share. */
import { ShapeError } from "../../core/errors";
import type { Shape } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import * as activations from "../../nn/activations";
import type { Activation } from "../../nn/core/activation";
import * as initializers from "../../nn/initializers";
import * as regularizers from "../../nn/regularizers";
import * as ops from "../../ops/gen/public";
import { checkPadding, type Padding, pair } from "../../ops/kinds/window";
import {
  checkDilation,
  checkWindow,
  type DataFormat,
  dataFormat,
  fromLast,
  imageShape,
  type Pair,
  toLast,
} from "./images";
import { Layer, type LayerOptions, type Shapes } from "./layer";

/** Options of both. */
export interface ConvolutionOptions extends LayerOptions {
  /** Height and width of the window, or one number for both. */
  kernelSize: number | readonly number[];
  strides?: number | readonly number[];
  /** "valid" (no border) or "same" (as many outputs as inputs, at stride 1). */
  padding?: string;
  /** "channels_last" or "channels_first". */
  dataFormat?: string | null;
  dilationRate?: number | readonly number[];
  /** A name, or a function of a tensor. */
  activation?: unknown;
  useBias?: boolean;
  biasInitializer?: unknown;
  biasRegularizer?: unknown;
}

/** The keys of `ConvolutionOptions`. */
export const CONVOLUTION_KEYS: readonly string[] = [
  ...["kernelSize", "strides", "padding", "dataFormat", "dilationRate"],
  ...["activation", "useBias", "biasInitializer", "biasRegularizer"],
];

/** How the kernel begins and what it costs. */
export interface KernelOptions {
  initializer: unknown;
  regularizer: unknown;
}

/** A layer that slides a kernel over images. */
export abstract class Convolution extends Layer {
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
  readonly dataFormat: DataFormat;
  readonly dilationRate: Pair;
  readonly activation: Activation;
  readonly useBias: boolean;
  kernel!: Variable;
  bias: Variable | undefined;
  protected readonly kernelInitializer: initializers.Initializer;
  protected readonly biasInitializer: initializers.Initializer;
  protected readonly kernelRegularizer: regularizers.Regularizer | undefined;
  protected readonly biasRegularizer: regularizers.Regularizer | undefined;

  constructor(own: ConvolutionOptions, kernel: KernelOptions) {
    super(own);
    this.kernelSize = pair(this.name, "kernelSize", own.kernelSize);
    this.strides = pair(this.name, "strides", own.strides ?? 1);
    this.padding = checkPadding(this.name, own.padding);
    this.dataFormat = dataFormat(this.name, own.dataFormat);
    this.dilationRate = pair(this.name, "dilationRate", own.dilationRate ?? 1);
    this.activation = activations.get(own.activation, this.name);
    this.useBias = own.useBias ?? true;
    this.kernelInitializer = initializers.get(kernel.initializer ?? "glorot_uniform", this.name);
    this.biasInitializer = initializers.get(own.biasInitializer ?? "zeros", this.name);
    this.kernelRegularizer = regularizers.getOptional(kernel.regularizer, this.name);
    this.biasRegularizer = regularizers.getOptional(own.biasRegularizer, this.name);
    checkDilation(this.name, this.strides, this.dilationRate);
  }

  /** The kernel's shape and the number of filters for so many channels. */
  protected abstract weightShapes(channels: number, inputShape: Shape): { kernel: number[]; filters: number };

  /** The convolution of channels_last images. */
  protected abstract convolve(x: Tensor): Tensor;

  /** Channels that the kernel was built for. */
  protected abstract get channels(): number;

  override build(inputShape: Shape): void {
    const { channels } = imageShape(this.name, inputShape, this.dataFormat);
    if (channels === null) {
      throw new ShapeError(this.name, "the number of channels is unknown", {
        received: { "x.shape": inputShape },
        fix: "Give the layer an input shape with its channels",
      });
    }
    const { kernel, filters } = this.weightShapes(channels, inputShape);
    this.kernel = this.addWeight({
      name: "kernel",
      shape: kernel,
      initializer: this.kernelInitializer,
      regularizer: this.kernelRegularizer,
    });
    if (!this.useBias) return;
    this.bias = this.addWeight({
      name: "bias",
      shape: [filters],
      initializer: this.biasInitializer,
      regularizer: this.biasRegularizer,
    });
  }

  override checkInput(shapes: Shapes): void {
    const image = imageShape(this.name, shapes, this.dataFormat);
    if (image.channels !== this.channels) {
      const sizes =
        this.dataFormat === "channels_last"
          ? `(batch, height, width, ${this.channels})`
          : `(batch, ${this.channels}, height, width)`;
      throw new ShapeError(
        this.name,
        `input has ${image.channels} channels but its kernel was built for ${this.channels}`,
        {
          expected: `shape ${sizes}`,
          received: { "x.shape": shapes },
          fix: `Check that the images are ${this.dataFormat}`,
        },
      );
    }
    const window = { size: this.kernelSize, dilation: this.dilationRate, padding: this.padding };
    checkWindow(this.name, shapes, image, window, "kernelSize");
  }

  override call(inputs: Tensor): Tensor {
    const y = this.convolve(toLast(inputs, this.dataFormat));
    return this.activation.fn(fromLast(this.bias ? ops.add(y, this.bias) : y, this.dataFormat));
  }

  /** Options of the op. */
  protected get window(): { strides: Pair; padding: Padding; dilationRate: Pair } {
    return { strides: this.strides, padding: this.padding, dilationRate: this.dilationRate };
  }
}
