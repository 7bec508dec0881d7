import { type TensorLike, toTensor } from "../core/convert";
import { ValueError } from "../core/errors";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { encodeCategories, type OutputMode, outputModeOf } from "./core/categories";
import { oneInput } from "./core/inputs";
import { type CallOptions, Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions, positive } from "./core/options";

/** Options of `CategoryEncoding`. */
export interface CategoryEncodingOptions extends LayerOptions {
  /** How many categories there are: 0 to numTokens - 1. */
  numTokens: number;
  /** "multi_hot" (the default), "one_hot" or "count". */
  outputMode?: string;
}

/**
 * Whole numbers as categories: one, many or counts along an axis of `numTokens`. `countWeights`, an option of the call, of the input's
 * shape, says how much each counts.
 *
 * Input [batch, samples], output [batch, numTokens]; with "one_hot" [batch, samples, numTokens], or [batch, numTokens] for one
 * sample. A number outside is left out.
 *
 * @example layers.categoryEncoding({ numTokens: 4 }).apply([[0, 1], [3, 3]]) // [[1. 1. 0. 0.] [0. 0. 0. 1.]]
 */
export class CategoryEncoding extends Layer {
  static override className = "CategoryEncoding";
  readonly numTokens: number;
  readonly outputMode: OutputMode;

  constructor(options: CategoryEncodingOptions) {
    const own = layerOptions("CategoryEncoding", options, ["numTokens", "outputMode"], ["sparse"]);
    super(own);
    this.outputMode = outputModeOf(this.name, own.outputMode ?? "multi_hot", ["multi_hot", "one_hot", "count"]);
    this.numTokens = positive(this.name, "numTokens", own.numTokens);
  }

  override checkInput(shapes: Shapes): void {
    oneInput(this.name, shapes);
  }

  override call(inputs: Tensor, options: CallOptions): Tensor {
    const { countWeights } = options;
    const indices = ops.cast(inputs, "int32");
    if (countWeights === undefined || countWeights === null) {
      return encodeCategories(indices, this.outputMode, this.numTokens);
    }
    if (this.outputMode !== "count") {
      throw new ValueError(this.name, "countWeights is for counts only", {
        expected: 'outputMode "count"',
        received: { outputMode: this.outputMode },
      });
    }
    const weights = ops.cast(toTensor(this.name, countWeights as TensorLike), "float32");
    return encodeCategories(indices, "count", this.numTokens, weights);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), num_tokens: this.numTokens, output_mode: this.outputMode };
  }
}

/** Makes a `CategoryEncoding` layer. */
export function categoryEncoding(options: CategoryEncodingOptions): CategoryEncoding {
  return new CategoryEncoding(options);
}
