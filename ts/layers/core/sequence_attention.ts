/** What `Attention` and `AdditiveAttention` share: masks, softmax and dropout between scores and values. */
import * as random from "../../backend/random";
import { SeedSource } from "../../backend/seeds";
import { ShapeError, ValueError } from "../../core/errors";
import type { Masks } from "../../core/mask";
import type { Shape } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import { causalMask } from "../../ops/composite/dot_product_attention";
import * as ops from "../../ops/gen/public";
import { type CallOptions, Layer, type LayerOptions, type Shapes, type Tensors } from "./layer";
import { showShapes } from "./merge";

/** Options of both. */
export interface SequenceAttentionOptions extends LayerOptions {
  /** Whether the scores are multiplied by a weight. */
  useScale?: boolean;
  /** The part of the scores that training drops; 0 by default. */
  dropout?: number;
  /** A number makes dropout repeatable. */
  seed?: number | null;
}

/** What a call may be told. */
export interface SequenceAttentionCall extends CallOptions {
  /** Whether the result is [output, scores]. */
  returnAttentionScores?: boolean;
  /** Whether a query sees only keys up to its own place. */
  useCausalMask?: boolean;
}

/** Taken from the scores of keys that do not count. */
const FAR = 1e9;

/** Attention over a list [query, value] or [query, value, key]. */
export abstract class SequenceAttention extends Layer {
  override supportsMasking = true;
  readonly dropout: number;
  readonly seed: number | null;
  readonly #source: SeedSource | undefined;

  constructor(own: SequenceAttentionOptions) {
    super(own);
    this.dropout = own.dropout ?? 0;
    this.seed = own.seed ?? null;
    if (!(this.dropout >= 0 && this.dropout <= 1)) {
      throw new ValueError(this.name, "dropout is out of range", {
        expected: "0 to 1",
        received: { dropout: own.dropout },
      });
    }
    if (this.dropout > 0) this.#source = new SeedSource(this.seed);
  }

  /** How well each query fits each key: [batch, queries, keys]. */
  protected abstract scores(query: Tensor, key: Tensor): Tensor;

  override checkInput(shapes: Shapes): void {
    const list = (Array.isArray(shapes[0]) ? shapes : [shapes]) as readonly Shape[];
    if (list.length !== 2 && list.length !== 3) {
      throw new ShapeError(this.name, "takes a list of [query, value] or [query, value, key]", {
        expected: "two or three tensors in one array",
        received: `${list.length}`,
      });
    }
    const [query, value, key = value] = list as [Shape, Shape, Shape | undefined];
    const equal = (a: number | null | undefined, b: number | null | undefined): boolean =>
      a === null || b === null || a === b;
    if (list.every((shape) => shape.length >= 2) && equal(query.at(-1), key.at(-1)) && equal(value.at(-2), key.at(-2)))
      return;
    throw new ShapeError(this.name, "query, value and key do not fit together", {
      expected: "[batch, queries, features], [batch, keys, any], [batch, keys, features]",
      received: showShapes(list),
    });
  }

  override computeMask(_inputs: Tensors, mask: Masks): Masks {
    return Array.isArray(mask) ? (mask[0] as Tensor | null) : null;
  }

  override call(inputs: readonly Tensor[], options: SequenceAttentionCall): Tensors {
    const [query, value, key = value] = inputs as [Tensor, Tensor, Tensor | undefined];
    const [queryMask, valueMask] = (Array.isArray(options.mask) ? options.mask : []) as (Tensor | null | undefined)[];
    let scores = this.scores(query, key);
    const seen = this.#seen(scores, valueMask ?? undefined, options.useCausalMask ?? false);
    if (seen) scores = ops.where(seen, scores, ops.subtract(scores, FAR));
    const weights = ops.softmax(scores);
    const kept =
      options.training && this.#source ? random.dropout(weights, this.dropout, { seed: this.#source }) : weights;
    const gathered = ops.matmul(kept, value);
    const output = queryMask ? ops.where(ops.expandDims(queryMask, -1), gathered, 0) : gathered;
    return options.returnAttentionScores ? [output, weights] : output;
  }

  /** Which keys each query sees: [batch or 1, queries or 1, keys]. */
  #seen(scores: Tensor, valueMask: Tensor | undefined, causal: boolean): Tensor | undefined {
    const own = valueMask && ops.expandDims(ops.cast(valueMask, "bool"), -2);
    if (!causal) return own;
    const past = ops.expandDims(causalMask(scores.dims.at(-2)!, scores.dims.at(-1)!), 0);
    return own ? ops.logicalAnd(own, past) : past;
  }
}
