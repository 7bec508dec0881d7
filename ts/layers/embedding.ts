import type { Masks } from "../core/mask";
import type { Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Variable } from "../core/variable";
import type { Config } from "../nn/core/serialize";
import * as regularizers from "../nn/regularizers";
import * as ops from "../ops/gen/public";
import { oneInput } from "./core/inputs";
import { Layer, type LayerOptions, type Shapes, type Tensors } from "./core/layer";
import { layerOptions, positive } from "./core/options";
import { ruleKeys, rulesConfig, type WeightRules, weightRules } from "./core/rules";

/** Options of `Embedding`. */
export interface EmbeddingOptions extends LayerOptions {
  /** How many ids there are: 0 to inputDim - 1. */
  inputDim: number;
  /** Numbers for each id. */
  outputDim: number;
  embeddingsInitializer?: unknown;
  embeddingsRegularizer?: unknown;
  embeddingsConstraint?: unknown;
  /** Whether id 0 is padding: the layers behind get a mask without it. */
  maskZero?: boolean;
  /** The first table, [inputDim, outputDim]. */
  weights?: unknown;
}

/**
 * A row of numbers for each id: a table that learns.
 *
 * Input [batch, ...] of whole numbers, output [batch, ..., outputDim]. An id outside of the table stops the program with
 * an error.
 *
 * @example layers.embedding({ inputDim: 10, outputDim: 4 }).apply(K.constant([[1, 2, 3]], { dtype: "int32" })).shape // [ 1, 3, 4 ]
 */
export class Embedding extends Layer {
  static override className = "Embedding";
  readonly inputDim: number;
  readonly outputDim: number;
  readonly maskZero: boolean;
  override supportsMasking: boolean;
  embeddings!: Variable;
  /** How the table begins, what it costs and what it may be. */
  protected readonly tableRules: WeightRules;

  constructor(options: EmbeddingOptions) {
    const keys = ["inputDim", "outputDim", ...ruleKeys(["embeddings"]), "maskZero", "weights"];
    // Keras 2 wrote the length of its input.
    const absent = ["loraRank", "loraAlpha", "quantizationConfig"];
    const own = layerOptions("Embedding", options, [...keys, "inputLength"], absent);
    super(own);
    this.inputDim = positive(this.name, "inputDim", own.inputDim);
    this.outputDim = positive(this.name, "outputDim", own.outputDim);
    this.maskZero = own.maskZero ?? false;
    this.supportsMasking = this.maskZero;
    this.tableRules = weightRules(this.name, own, "embeddings", "uniform");
    if (own.weights === undefined || own.weights === null) return;
    this.ensureBuilt([null]);
    const table = Array.isArray(own.weights) && own.weights.length === 1 ? own.weights[0] : own.weights;
    this.setWeights([table]);
  }

  override build(_inputShape: Shape): void {
    const shape = [this.inputDim, this.outputDim];
    this.embeddings = this.addWeight({ name: "embeddings", shape, ...this.tableRules });
  }

  override checkInput(shapes: Shapes): void {
    oneInput(this.name, shapes);
  }

  override computeMask(inputs: Tensors): Masks {
    return this.maskZero ? ops.notEqual(inputs as Tensor, 0) : null;
  }

  override call(inputs: Tensor): Tensor {
    return ops.take(this.embeddings, ops.cast(inputs, "int32"), { axis: 0 });
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      input_dim: this.inputDim,
      output_dim: this.outputDim,
      ...rulesConfig(
        { embeddings: this.tableRules },
        {
          activity_regularizer: regularizers.serializeOptional(this.activityRegularizer),
        },
      ),
      mask_zero: this.maskZero,
      quantization_config: null,
    };
  }
}

/** Makes an `Embedding` layer. */
export function embedding(options: EmbeddingOptions): Embedding {
  return new Embedding(options);
}
