import { ValueError } from "../core/errors";
import type { Shape } from "../core/shapes";
import type { Config } from "../nn/core/serialize";
import { AttentionHeads, HEADS_KEYS, type HeadsOptions, type Projection } from "./core/heads";
import { layerOptions, positive } from "./core/options";

/** Options of `MultiHeadAttention`. */
export interface MultiHeadAttentionOptions extends HeadsOptions {
  numHeads: number;
  /** Numbers of a query and a key, for each head. */
  keyDim: number;
  /** Numbers of a value; keyDim when left out. */
  valueDim?: number | null;
  /** The output's last sizes; the query's last size when left out. */
  outputShape?: number | readonly number[] | null;
  /** The axes that are attended over; all but batch, heads and features when left out. */
  attentionAxes?: number | readonly number[] | null;
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** A projection of an input with `free` axes before those that it sums over. */
function projection(free: number, bound: number, sizes: readonly (number | null)[]): Projection {
  const batch = LETTERS.slice(0, free);
  const summed = LETTERS.slice(free, free + bound);
  const made = LETTERS.slice(free + bound, free + bound + sizes.length);
  return {
    equation: `${batch}${summed},${summed}${made}->${batch}${made}`,
    outputShape: [...new Array<null>(free - 1).fill(null), ...sizes],
    biasAxes: made,
  };
}

/**
 * Attention of several heads (Vaswani et al., 2017): each query gathers the values whose keys are like it.
 *
 * `apply([query, value])` or `apply([query, value, key])`, with [batch, queries, features] and [batch, keys, features]; output
 * [batch, queries, features of the query]. Options of the call: `attentionMask`, `useCausalMask`, `returnAttentionScores`, which makes
 * the result [output, scores].
 *
 * @throws ShapeError when the tensors do not fit together.
 * @example layers.multiHeadAttention({ numHeads: 2, keyDim: 3 }).apply([ops.ones([1, 4, 6]), ops.ones([1, 5, 6])]).shape // [ 1, 4, 6 ]
 */
export class MultiHeadAttention extends AttentionHeads {
  static override className = "MultiHeadAttention";
  readonly numHeads: number;
  readonly keyDim: number;
  readonly valueDim: number;
  readonly outputSizes: readonly number[] | null;
  #axes: readonly number[] | null;
  #equations = { scores: "", combine: "", keyFirst: true };

  constructor(options: MultiHeadAttentionOptions) {
    const keys = ["numHeads", "keyDim", "valueDim", "outputShape", "attentionAxes", ...HEADS_KEYS];
    const own = layerOptions("MultiHeadAttention", options, keys);
    super(own, false);
    this.numHeads = positive(this.name, "numHeads", own.numHeads);
    this.keyDim = positive(this.name, "keyDim", own.keyDim);
    this.valueDim = positive(this.name, "valueDim", own.valueDim ?? own.keyDim);
    this.outputSizes = own.outputShape ? [own.outputShape].flat() : null;
    this.#axes = own.attentionAxes === undefined || own.attentionAxes === null ? null : [own.attentionAxes].flat();
    if (this.#axes?.some((axis) => !Number.isInteger(axis))) {
      throw new ValueError(this.name, "attentionAxes are no whole numbers", {
        received: { attentionAxes: own.attentionAxes },
      });
    }
  }

  protected override get scale(): number {
    return 1 / Math.sqrt(this.keyDim);
  }

  protected override get softmaxAxes(): readonly number[] {
    return this.#axes!.map((_, i) => i - this.#axes!.length);
  }

  protected override get equations(): { scores: string; combine: string; keyFirst: boolean } {
    return this.#equations;
  }

  override build(inputShape: Shape): void {
    const [query, value, key = value] = this.inputShapes(inputShape) as [Shape, Shape, Shape | undefined];
    const { numHeads, keyDim, valueDim } = this;
    const rank = query.length + 1;
    this.queryDense = this.project("query", projection(query.length - 1, 1, [numHeads, keyDim]), query);
    this.keyDense = this.project("key", projection(key.length - 1, 1, [numHeads, keyDim]), key);
    if (this.useGate) {
      const gate = projection(query.length - 1, 1, [numHeads, valueDim]);
      this._gateDense = this.project("gate", gate, query, "sigmoid");
    }
    this.valueDense = this.project("value", projection(value.length - 1, 1, [numHeads, valueDim]), value);
    this.#axes = this.#axes
      ? this.#axes.map((axis) => (axis < 0 ? rank - 1 + axis : axis))
      : Array.from({ length: rank - 3 }, (_, i) => i + 1);
    this.#equations = attentionEquations(rank, this.#axes);
    this.buildScores();
    const sizes = this.outputSizes ?? [query.at(-1)!];
    const projected = [...query.slice(0, -1), numHeads, valueDim];
    this.outputDense = this.project("attention_output", projection(query.length - 1, 2, sizes), projected);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      num_heads: this.numHeads,
      key_dim: this.keyDim,
      value_dim: this.valueDim,
      dropout: this.dropout,
      use_bias: this.useBias,
      use_gate: this.useGate,
      output_shape: this.outputSizes ? [...this.outputSizes] : null,
      attention_axes: this.#axes ? [...this.#axes] : null,
      sliding_window: this.slidingWindow,
      ...this.rulesConfig(),
    };
  }
}

/** Scores of keys and queries [batch, ..., heads, depth] over some axes, and the values gathered by them. */
function attentionEquations(
  rank: number,
  axes: readonly number[],
): { scores: string; combine: string; keyFirst: boolean } {
  const target = [...LETTERS.slice(0, rank)];
  let next = rank;
  const source = target.map((letter, i) => (axes.includes(i) ? LETTERS[next++]! : letter));
  const batch = target.filter((_, i) => !axes.includes(i) && i !== rank - 1);
  const product = [...batch, ...axes.map((i) => target[i]!), ...axes.map((i) => source[i]!)].join("");
  const [from, to] = [source.join(""), target.join("")];
  return { scores: `${from},${to}->${product}`, combine: `${product},${from}->${to}`, keyFirst: true };
}

/** Makes a `MultiHeadAttention` layer. */
export function multiHeadAttention(options: MultiHeadAttentionOptions): MultiHeadAttention {
  return new MultiHeadAttention(options);
}
