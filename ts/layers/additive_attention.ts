import type { Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Variable } from "../core/variable";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { layerOptions } from "./core/options";
import { SequenceAttention, type SequenceAttentionOptions } from "./core/sequence_attention";

/**
 * Additive attention (Bahdanau et al., 2015): queries and keys are compared by a weighted sum of tanh(query + key).
 *
 * `apply([query, value])` or `apply([query, value, key])`, each [batch, steps, features]; output [batch, queries, features of
 * the value]. Options of the call: `useCausalMask`, and `returnAttentionScores`, which makes the result [output, scores].
 *
 * @throws ShapeError when the tensors do not fit together.
 * @example layers.additiveAttention().apply([ops.ones([1, 2, 3]), ops.ones([1, 4, 3])]).shape // [ 1, 2, 3 ]
 */
export class AdditiveAttention extends SequenceAttention {
  static override className = "AdditiveAttention";
  readonly useScale: boolean;
  scale: Variable | undefined;

  constructor(options?: SequenceAttentionOptions) {
    const own = layerOptions("AdditiveAttention", options, ["useScale", "dropout", "seed"]);
    super(own);
    this.useScale = own.useScale ?? true;
  }

  override build(inputShape: Shape): void {
    const features = (inputShape as unknown as readonly Shape[])[0]!.at(-1)!;
    if (this.useScale) this.scale = this.addWeight({ name: "scale", shape: [features], initializer: "glorot_uniform" });
  }

  protected override scores(query: Tensor, key: Tensor): Tensor {
    const bent = ops.tanh(ops.add(ops.expandDims(query, -2), ops.expandDims(key, -3)));
    return ops.sum(this.scale ? ops.multiply(this.scale, bent) : bent, { axis: -1 });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), use_scale: this.useScale, dropout: this.dropout, seed: this.seed };
  }
}

/** Makes an `AdditiveAttention` layer. */
export function additiveAttention(options?: SequenceAttentionOptions): AdditiveAttention {
  return new AdditiveAttention(options);
}
