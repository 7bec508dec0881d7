import { ValueError } from "../core/errors";
import type { Tensor } from "../core/tensor";
import type { Variable } from "../core/variable";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { layerOptions } from "./core/options";
import { SequenceAttention, type SequenceAttentionOptions } from "./core/sequence_attention";

/** Options of `Attention`. */
export interface AttentionOptions extends SequenceAttentionOptions {
  /** How a query is compared with a key: "dot", or "concat", the sum of tanh(query + key). */
  scoreMode?: string;
}

/**
 * Dot-product attention (Luong et al., 2015): each query gathers the values whose keys are like it.
 *
 * `apply([query, value])` or `apply([query, value, key])`, each [batch, steps, features]; output [batch, queries, features of
 * the value]. Options of the call: `useCausalMask`, and `returnAttentionScores`, which makes the result [output, scores].
 *
 * @throws ShapeError when the tensors do not fit together.
 * @example layers.attention().apply([ops.ones([1, 2, 3]), ops.ones([1, 4, 3])]).shape // [ 1, 2, 3 ]
 */
export class Attention extends SequenceAttention {
  static override className = "Attention";
  readonly useScale: boolean;
  readonly scoreMode: "dot" | "concat";
  scale: Variable | undefined;
  concatScoreWeight: Variable | undefined;

  constructor(options?: AttentionOptions) {
    const own = layerOptions("Attention", options, ["useScale", "scoreMode", "dropout", "seed"]);
    super(own);
    this.useScale = own.useScale ?? false;
    const mode = own.scoreMode ?? "dot";
    if (mode !== "dot" && mode !== "concat") {
      throw new ValueError(this.name, "the scoreMode is unknown", {
        expected: '"dot" or "concat"',
        received: { scoreMode: mode },
      });
    }
    this.scoreMode = mode;
  }

  override build(): void {
    if (this.useScale) this.scale = this.addWeight({ name: "scale", initializer: "ones" });
    if (this.scoreMode === "concat") {
      this.concatScoreWeight = this.addWeight({ name: "concat_score_weight", initializer: "ones" });
    }
  }

  protected override scores(query: Tensor, key: Tensor): Tensor {
    if (!this.concatScoreWeight) {
      const axes = key.dims.map((_, i) => i);
      const turned = ops.transpose(key, { axes: [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!] });
      const product = ops.matmul(query, turned);
      return this.scale ? ops.multiply(product, this.scale) : product;
    }
    const sums = ops.add(ops.expandDims(query, -2), ops.expandDims(key, -3));
    const bent = ops.tanh(this.scale ? ops.multiply(this.scale, sums) : sums);
    return ops.multiply(this.concatScoreWeight, ops.sum(bent, { axis: -1 }));
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      use_scale: this.useScale,
      score_mode: this.scoreMode,
      dropout: this.dropout,
      seed: this.seed,
    };
  }
}

/** Makes an `Attention` layer. */
export function attention(options?: AttentionOptions): Attention {
  return new Attention(options);
}
