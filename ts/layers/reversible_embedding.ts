import { ShapeError, ValueError } from "../core/errors";
import { type Masks, setMask } from "../core/mask";
import type { Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Variable } from "../core/variable";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import type { CallOptions } from "./core/layer";
import { Embedding, type EmbeddingOptions } from "./embedding";

/** Options of `ReversibleEmbedding`. */
export interface ReversibleEmbeddingOptions extends EmbeddingOptions {
  /** Whether the way back uses the same table, transposed; true by default. */
  tieWeights?: boolean;
  /** Kept in the config: the dtype of the way back. keratin computes in float32. */
  reverseDtype?: string | null;
  /** The way back gives tanh(y / cap) cap, where a cap is given. */
  logitSoftCap?: number | null;
}

/** How the layer is called. */
interface ReversibleCall extends CallOptions {
  /** Whether vectors go back to a number for each id. */
  reverse?: boolean;
}

/**
 * An `Embedding` that also leads back: from [..., outputDim] to [..., inputDim], as the last layer of language models does
 * (Press and Wolf, 2016). Call it with `{ reverse: true }` for that.
 *
 * @throws ShapeError when what goes back has another width than outputDim.
 * @example { const table = layers.reversibleEmbedding({ inputDim: 9, outputDim: 4 }); table.apply(table.apply([[1, 2]]), { reverse: true }).shape } // [ 1, 2, 9 ]
 */
export class ReversibleEmbedding extends Embedding {
  static override className = "ReversibleEmbedding";
  readonly tieWeights: boolean;
  readonly logitSoftCap: number | null;
  reverseEmbeddings: Variable | undefined;
  readonly #reverseDtype: string | null;

  constructor({ tieWeights = true, reverseDtype = null, logitSoftCap = null, ...options }: ReversibleEmbeddingOptions) {
    super(options);
    if (typeof tieWeights !== "boolean")
      throw new ValueError(this.name, "tieWeights is no boolean", { received: { tieWeights } });
    this.tieWeights = tieWeights;
    this.logitSoftCap = logitSoftCap === null ? null : above(this.name, logitSoftCap);
    this.#reverseDtype = reverseDtype;
    this.supportsMasking = true;
  }

  override build(inputShape: Shape): void {
    super.build(inputShape);
    if (this.tieWeights) return;
    const shape = [this.outputDim, this.inputDim];
    const { initializer } = this.tableRules;
    this.reverseEmbeddings = this.addWeight({ name: "reverse_embeddings", shape, initializer });
  }

  override computeMask(): Masks {
    return null;
  }

  override call(inputs: Tensor, { reverse = false }: ReversibleCall = {}): Tensor {
    if (!reverse) {
      const rows = super.call(inputs);
      if (this.maskZero) setMask(rows, ops.notEqual(inputs, 0));
      return rows;
    }
    if (inputs.dims.at(-1) !== this.outputDim) {
      throw new ShapeError(this.name, "what goes back has another width than the table", {
        expected: `a last axis of ${this.outputDim}`,
        received: { "x.shape": inputs.shape },
      });
    }
    const logits = ops.matmul(inputs, this.reverseEmbeddings ?? ops.transpose(this.embeddings));
    const cap = this.logitSoftCap;
    return cap === null ? logits : ops.multiply(ops.tanh(ops.divide(logits, cap)), cap);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      tie_weights: this.tieWeights,
      reverse_dtype: this.#reverseDtype,
      logit_soft_cap: this.logitSoftCap,
    };
  }
}

function above(where: string, cap: unknown): number {
  if (typeof cap === "number" && cap > 0) return cap;
  throw new ValueError(where, "logitSoftCap is no positive number", { received: { logitSoftCap: cap } });
}

/** Makes a `ReversibleEmbedding` layer. */
export function reversibleEmbedding(options: ReversibleEmbeddingOptions): ReversibleEmbedding {
  return new ReversibleEmbedding(options);
}
