import { ShapeError, ValueError } from "../core/errors";
import type { Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { AttentionHeads, HEADS_KEYS, type HeadsOptions } from "./core/heads";
import { layerOptions, positive } from "./core/options";

/** Options of `GroupQueryAttention`. */
export interface GroupQueryAttentionOptions extends HeadsOptions {
  /** Numbers of a query, a key and a value, for each head. */
  headDim: number;
  numQueryHeads: number;
  /** Heads of keys and values; each serves as many query heads. */
  numKeyValueHeads: number;
}

/**
 * Attention whose query heads share keys and values in groups (Ainslie et al., 2023).
 *
 * `apply([query, value])` or `apply([query, value, key])`, with [batch, queries, features] and [batch, keys, features]; output
 * [batch, queries, features of the query]. Options of the call as those of `MultiHeadAttention`.
 *
 * @throws ShapeError when the tensors do not fit together.
 * @example layers.groupQueryAttention({ headDim: 3, numQueryHeads: 4, numKeyValueHeads: 2 }).apply([ops.ones([1, 4, 6]), ops.ones([1, 5, 6])]).shape // [ 1, 4, 6 ]
 */
export class GroupQueryAttention extends AttentionHeads {
  static override className = "GroupQueryAttention";
  static override pythonName = "GroupedQueryAttention";
  readonly headDim: number;
  readonly numQueryHeads: number;
  readonly numKeyValueHeads: number;

  constructor(options: GroupQueryAttentionOptions) {
    const keys = ["headDim", "numQueryHeads", "numKeyValueHeads", ...HEADS_KEYS];
    const own = layerOptions("GroupQueryAttention", options, keys);
    super(own, true);
    this.headDim = positive(this.name, "headDim", own.headDim);
    this.numQueryHeads = positive(this.name, "numQueryHeads", own.numQueryHeads);
    this.numKeyValueHeads = positive(this.name, "numKeyValueHeads", own.numKeyValueHeads);
    if (this.numQueryHeads % this.numKeyValueHeads !== 0) {
      throw new ValueError(this.name, "the key heads do not divide the query heads", {
        expected: `numQueryHeads a multiple of ${this.numKeyValueHeads}`,
        received: { numQueryHeads: this.numQueryHeads },
      });
    }
  }

  protected override get scale(): number {
    return 1 / Math.sqrt(this.headDim);
  }

  protected override get softmaxAxes(): number {
    return -1;
  }

  protected override get equations(): { scores: string; combine: string; keyFirst: boolean } {
    return { scores: "bquh,bkuh->buqk", combine: "buqk,bkuh->bquh", keyFirst: false };
  }

  /** Each head of keys or values as often as there are queries for it. */
  protected override spread(x: Tensor): Tensor {
    return ops.repeat(x, this.numQueryHeads / this.numKeyValueHeads, { axis: 2 });
  }

  override savedPart(key: string): string {
    return `_${super.savedPart(key).replace(/^_/, "")}`;
  }

  override build(inputShape: Shape): void {
    const [query, value, key = value] = this.inputShapes(inputShape) as [Shape, Shape, Shape | undefined];
    for (const shape of [query, value, key]) {
      if (shape.length === 3) continue;
      throw new ShapeError(this.name, `a tensor has ${shape.length} axes but the layer needs 3`, {
        expected: "[batch, time, features]",
        received: { query, value, key },
      });
    }
    const { headDim, numQueryHeads, numKeyValueHeads } = this;
    const queries = { equation: "bqm,muh->bquh", outputShape: [null, numQueryHeads, headDim], biasAxes: "uh" };
    const keys = { equation: "bkm,mvh->bkvh", outputShape: [null, numKeyValueHeads, headDim], biasAxes: "vh" };
    this.queryDense = this.project("query", queries, query);
    this.keyDense = this.project("key", keys, key);
    if (this.useGate) this._gateDense = this.project("gate", queries, query, "sigmoid");
    this.valueDense = this.project("value", keys, value);
    this.buildScores();
    const output = { equation: "bquh,uhm->bqm", outputShape: [null, query.at(-1)!], biasAxes: "m" };
    this.outputDense = this.project("attention_output", output, [null, null, numQueryHeads, headDim]);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      head_dim: this.headDim,
      num_query_heads: this.numQueryHeads,
      num_key_value_heads: this.numKeyValueHeads,
      use_bias: this.useBias,
      use_gate: this.useGate,
      sliding_window: this.slidingWindow,
      dropout: this.dropout,
      ...this.rulesConfig(),
    };
  }
}

/** Makes a `GroupQueryAttention` layer. */
export function groupQueryAttention(options: GroupQueryAttentionOptions): GroupQueryAttention {
  return new GroupQueryAttention(options);
}
