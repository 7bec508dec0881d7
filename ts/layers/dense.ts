import { ShapeError } from "../core/errors";
import type { Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Variable } from "../core/variable";
import * as activations from "../nn/activations";
import * as constraints from "../nn/constraints";
import type { Activation } from "../nn/core/activation";
import type { Config } from "../nn/core/serialize";
import * as initializers from "../nn/initializers";
import * as regularizers from "../nn/regularizers";
import * as ops from "../ops/gen/public";
import { inputWithFeatures } from "./core/inputs";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions, positive } from "./core/options";

/** Options of `Dense`. */
export interface DenseOptions extends LayerOptions {
  /** Outputs of the layer. */
  units: number;
  /** A name, or a function of a tensor. */
  activation?: unknown;
  useBias?: boolean;
  kernelInitializer?: unknown;
  biasInitializer?: unknown;
  kernelRegularizer?: unknown;
  biasRegularizer?: unknown;
  kernelConstraint?: unknown;
  biasConstraint?: unknown;
}

/**
 * activation(x kernel + bias), over the last axis.
 *
 * Input [..., features], output [..., units].
 *
 * @throws ShapeError when the input's features differ from what the layer was built for.
 * @example layers.dense({ units: 3 }).apply(ops.ones([2, 4])).shape // [ 2, 3 ]
 */
export class Dense extends Layer {
  static override className = "Dense";
  override supportsMasking = true;
  readonly units: number;
  readonly activation: Activation;
  readonly useBias: boolean;
  kernel!: Variable;
  bias: Variable | undefined;
  readonly #options: DenseOptions;

  constructor(options: DenseOptions) {
    const keys = [
      "units",
      "activation",
      "useBias",
      "kernelInitializer",
      "biasInitializer",
      "kernelRegularizer",
      "biasRegularizer",
      "kernelConstraint",
      "biasConstraint",
    ];
    const absent = ["loraRank", "loraAlpha", "quantizationConfig"];
    const own = layerOptions("Dense", options, keys, absent);
    super(own);
    this.units = positive(this.name, "units", own.units);
    this.activation = activations.get(own.activation, this.name);
    this.useBias = own.useBias ?? true;
    this.#options = {
      ...own,
      kernelInitializer: initializers.get(own.kernelInitializer ?? "glorot_uniform", this.name),
      biasInitializer: initializers.get(own.biasInitializer ?? "zeros", this.name),
      kernelRegularizer: regularizers.getOptional(own.kernelRegularizer, this.name),
      biasRegularizer: regularizers.getOptional(own.biasRegularizer, this.name),
      kernelConstraint: constraints.getOptional(own.kernelConstraint, this.name),
      biasConstraint: constraints.getOptional(own.biasConstraint, this.name),
    };
  }

  override build(inputShape: Shape): void {
    const { kernelInitializer, biasInitializer, kernelRegularizer, biasRegularizer } = this.#options;
    this.kernel = this.addWeight({
      name: "kernel",
      shape: [inputWithFeatures(this.name, inputShape).at(-1)!, this.units],
      initializer: kernelInitializer,
      regularizer: kernelRegularizer,
      constraint: this.#options.kernelConstraint,
    });
    if (!this.useBias) return;
    this.bias = this.addWeight({
      name: "bias",
      shape: [this.units],
      initializer: biasInitializer,
      regularizer: biasRegularizer,
      constraint: this.#options.biasConstraint,
    });
  }

  override checkInput(shapes: Shapes): void {
    const features = inputWithFeatures(this.name, shapes).at(-1);
    const wanted = this.kernel.dims[0];
    if (features === wanted) return;
    throw new ShapeError(this.name, `input has ${features} features but its kernel was built for ${wanted}`, {
      expected: `shape (..., ${wanted})`,
      received: { "x.shape": shapes },
    });
  }

  override call(inputs: Tensor): Tensor {
    const y = ops.matmul(inputs, this.kernel);
    return this.activation.fn(this.bias ? ops.add(y, this.bias) : y);
  }

  override getConfig(): Config {
    const { kernelInitializer, biasInitializer, kernelRegularizer, biasRegularizer } = this.#options;
    return {
      ...super.getConfig(),
      units: this.units,
      activation: activations.serialize(this.activation),
      use_bias: this.useBias,
      kernel_initializer: initializers.serialize(kernelInitializer as initializers.Initializer),
      bias_initializer: initializers.serialize(biasInitializer as initializers.Initializer),
      kernel_regularizer: regularizers.serializeOptional(kernelRegularizer),
      bias_regularizer: regularizers.serializeOptional(biasRegularizer),
      kernel_constraint: constraints.serializeOptional(this.#options.kernelConstraint),
      bias_constraint: constraints.serializeOptional(this.#options.biasConstraint),
      quantization_config: null,
    };
  }
}

/** Makes a `Dense` layer. */
export function dense(options: DenseOptions): Dense {
  return new Dense(options);
}
