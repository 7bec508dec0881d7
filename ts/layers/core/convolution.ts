/** What all layers that slide a kernel share. */
import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import * as activations from "../../nn/activations";
import * as constraints from "../../nn/constraints";
import type { Activation } from "../../nn/core/activation";
import type { Config } from "../../nn/core/serialize";
import * as initializers from "../../nn/initializers";
import * as regularizers from "../../nn/regularizers";
import * as ops from "../../ops/gen/public";
import { checkPadding, type Padding, sizesOf, type Window } from "../../ops/kinds/window";
import {
  checkChannels,
  type DataFormat,
  dataFormat,
  fromLast,
  type SpatialShape,
  spatialShape,
  toLast,
} from "./images";
import { Layer, type LayerOptions, type Shapes } from "./layer";
import { layerOptions } from "./options";

/** Options of all of them. */
export interface ConvolutionOptions extends LayerOptions {
  /** The size of the window along each axis, or one number for all. */
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
  biasConstraint?: unknown;
}

const KEYS = ["kernelSize", "strides", "padding", "dataFormat", "dilationRate", "activation", "useBias"];

/** What a subclass is. */
export interface ConvolutionKind {
  className: string;
  /** Spatial axes. */
  rank: number;
  /** The options of its own. */
  keys: readonly string[];
  /** What its weights are called in options: "kernel", "depthwise" ... The bias comes last. */
  weights: readonly string[];
  /** Keras's options that are not supported. */
  absent?: readonly string[];
  /** Whether padding may be "causal". */
  causal?: boolean;
}

/** How a weight begins, what it costs and where it must stay. */
interface WeightRule {
  initializer: initializers.Initializer;
  regularizer: regularizers.Regularizer | undefined;
  constraint: constraints.Constraint | undefined;
}

/** A layer that slides a kernel over sequences, images or volumes. */
export abstract class Convolution extends Layer {
  readonly rank: number;
  readonly kernelSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding;
  readonly dataFormat: DataFormat;
  readonly dilationRate: readonly number[];
  readonly activation: Activation;
  readonly useBias: boolean;
  bias: Variable | undefined;
  readonly #rules: ReadonlyMap<string, WeightRule>;

  constructor(kind: ConvolutionKind, options: ConvolutionOptions) {
    const weights = [...kind.weights, "bias"];
    const rules = weights.flatMap((name) => [`${name}Initializer`, `${name}Regularizer`, `${name}Constraint`]);
    const own = layerOptions(kind.className, options, [...KEYS, ...kind.keys, ...rules], kind.absent);
    super(own);
    this.rank = kind.rank;
    this.kernelSize = sizesOf(this.name, "kernelSize", own.kernelSize, kind.rank);
    this.strides = sizesOf(this.name, "strides", own.strides ?? 1, kind.rank);
    this.padding = checkPadding(this.name, own.padding, kind.causal);
    this.dataFormat = dataFormat(this.name, own.dataFormat);
    this.dilationRate = sizesOf(this.name, "dilationRate", own.dilationRate ?? 1, kind.rank);
    this.activation = activations.get(own.activation, this.name);
    this.useBias = own.useBias ?? true;
    const given = own as unknown as Record<string, unknown>;
    const rule = (name: string): WeightRule => ({
      initializer: initializers.get(
        given[`${name}Initializer`] ?? (name === "bias" ? "zeros" : "glorot_uniform"),
        this.name,
      ),
      regularizer: regularizers.getOptional(given[`${name}Regularizer`], this.name),
      constraint: constraints.getOptional(given[`${name}Constraint`], this.name),
    });
    this.#rules = new Map(weights.map((name) => [name, rule(name)]));
  }

  /** The convolution of a channels_last input. */
  protected abstract convolve(x: Tensor): Tensor;

  /** Channels that the kernel was built for. */
  protected abstract get channels(): number;

  /** Makes a weight by the options that begin with `rule`. */
  protected weight(rule: string, name: string, shape: readonly number[]): Variable {
    return this.addWeight({ name, shape, ...this.#rules.get(rule)! });
  }

  /** Makes the bias, if there is one. */
  protected addBias(filters: number): void {
    if (this.useBias) this.bias = this.weight("bias", "bias", [filters]);
  }

  override checkInput(shapes: Shapes): void {
    const sizes = spatialShape(this.name, shapes, this.dataFormat, this.rank);
    checkChannels(this.name, shapes, sizes, { built: this.channels, format: this.dataFormat, rank: this.rank });
    this.checkSizes(shapes, sizes);
  }

  /** Throws when the window does not fit the input. */
  protected checkSizes(_shapes: Shapes, _sizes: SpatialShape): void {}

  override call(inputs: Tensor): Tensor {
    const y = this.convolve(toLast(ops.cast(inputs, "float32"), this.dataFormat));
    return this.activation.fn(fromLast(this.bias ? ops.add(y, this.bias) : y, this.dataFormat));
  }

  /** What the op slides. */
  protected get window(): Window {
    const { kernelSize: kernel, strides, dilationRate: dilation, padding } = this;
    return { kernel, strides, dilation, padding };
  }

  /** Keras's keys of the window. */
  protected windowConfig(): Config {
    return { kernel_size: [...this.kernelSize], strides: [...this.strides], padding: this.padding };
  }

  /** Keras's keys of the layout. */
  protected layoutConfig(): Config {
    return { data_format: this.dataFormat, dilation_rate: [...this.dilationRate] };
  }

  /** Keras's keys of what comes behind the kernel, and of the weights. */
  protected weightConfig(): Config {
    const each = (key: string, value: (rule: WeightRule) => unknown): [string, unknown][] =>
      [...this.#rules].map(([name, rule]) => [`${name}_${key}`, value(rule)]);
    return {
      activation: activations.serialize(this.activation),
      use_bias: this.useBias,
      ...Object.fromEntries([
        ...each("initializer", ({ initializer }) => initializers.serialize(initializer)),
        ...each("regularizer", ({ regularizer }) => regularizers.serializeOptional(regularizer)),
        ["activity_regularizer", regularizers.serializeOptional(this.activityRegularizer)],
        ...each("constraint", ({ constraint }) => constraints.serializeOptional(constraint)),
      ]),
    };
  }
}
