import { tensorFrom } from "../core/convert";
import { ValueError } from "../core/errors";
import type { Dims } from "../core/shapes";
import { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { lookup } from "../ops/lookup";
import type { CallOptions, Tensors } from "./core/call";
import type { TextLike } from "./core/host";
import { IndexLookup, type IndexLookupOptions, LOOKUP_KEYS } from "./core/index_lookup";
import { layerOptions } from "./core/options";
import { whole } from "./core/whole";

/** Options of `IntegerLookup`. */
export interface IntegerLookupOptions extends IndexLookupOptions<number> {
  /** How several numbers for unknown ones are shared: "floormod" by the remainder (the default), "farmhash" by the hash. */
  oovMethod?: string;
  /** Only "int64"; numbers are held as int32. */
  vocabularyDtype?: string;
}

/**
 * Whole numbers to 0, 1, 2 ... by a vocabulary, given or learned by `adapt`; with `invert` back.
 *
 * Input of any shape, output int32 of the same shape; other output modes as `CategoryEncoding`.
 *
 * @throws ValueError for a vocabulary with a term twice; DTypeError for numbers beyond int32.
 * @example layers.integerLookup({ vocabulary: [12, 36] }).apply([[36, 7], [12, 12]]) // [[2 0] [1 1]]
 */
export class IntegerLookup extends IndexLookup<number> {
  static override className = "IntegerLookup";
  readonly oovMethod: string;

  constructor(options: IntegerLookupOptions = {}) {
    const own = layerOptions("IntegerLookup", options, [...LOOKUP_KEYS, "oovMethod", "vocabularyDtype"], ["sparse"]);
    super({ ...own, oovToken: own.oovToken === undefined ? -1 : own.oovToken });
    this.oovMethod = own.oovMethod ?? "floormod";
    if (this.oovMethod !== "floormod" && this.oovMethod !== "farmhash") {
      throw new ValueError(this.name, "oovMethod is unknown", {
        expected: '"floormod" or "farmhash"',
        received: { oovMethod: own.oovMethod },
      });
    }
    if (this.salt && this.oovMethod !== "farmhash") {
      throw new ValueError(this.name, 'salt is for oovMethod "farmhash"', { received: { oovMethod: this.oovMethod } });
    }
    if ((own.vocabularyDtype ?? "int64") !== "int64") {
      throw new ValueError(this.name, "vocabularyDtype is not supported", {
        expected: '"int64"',
        received: { vocabularyDtype: own.vocabularyDtype },
      });
    }
    for (const token of [this.maskToken, this.oovToken]) if (token !== null) this.terms([token]);
  }

  /** Hashes are made on the host; everything else is part of the program. */
  override get onHost(): boolean {
    return this.oovMethod === "farmhash" && this.numOovIndices > 1 && !this.invert;
  }

  protected terms(given: unknown): number[] {
    if (typeof given === "string") {
      throw new ValueError(this.name, "the vocabulary is no list of numbers", {
        received: { vocabulary: given },
        fix: "Of a file: await layer.loadVocabulary(path)",
      });
    }
    const list = Array.from(given as ArrayLike<unknown>);
    const numbers = list.map((term) =>
      typeof term === "string" && /^\s*[+-]?\d+\s*$/.test(term) ? Number(term) : term,
    );
    const wrong = numbers.find((term) => !Number.isInteger(term));
    if (wrong !== undefined) {
      throw new ValueError(this.name, "the vocabulary is no list of whole numbers", { received: { term: wrong } });
    }
    return [...tensorFrom(this.name, numbers as number[], [numbers.length], "int32").peek()];
  }

  protected override read(given: unknown): TextLike & Tensor {
    return whole(this.name, given) as Tensor;
  }

  protected tokensOf(tensor: Tensor): ArrayLike<number> {
    return ops.cast(tensor, "int32").peek("apply");
  }

  protected tensorOfTerms(terms: readonly number[], dims: Dims): Tensor {
    return Tensor.constant(Int32Array.from(terms), dims, "int32");
  }

  override call(inputs: Tensors, options: CallOptions): Tensor {
    const x = inputs as Tensor;
    if (this.onHost || (!this.table.filled && x.source.kind === "input")) return super.call(inputs, options);
    this.needTable();
    const ids = ops.cast(x, "int32");
    const { start, oovStart, terms } = this.table;
    if (this.invert) return this.#terms(ids, start, terms);
    const pairs: [number, number][] = terms.map((term, i) => [term, start + i]);
    if (this.maskToken !== null) pairs.push([this.maskToken, this.outputMode === "int" ? 0 : -1]);
    return this.encode(lookup(ids, { ...tableOf(pairs), base: oovStart, buckets: this.numOovIndices }));
  }

  #terms(ids: Tensor, start: number, terms: readonly number[]): Tensor {
    if (this.oovToken === null) throw new ValueError(this.name, "invert needs an oovToken");
    const pairs: [number, number][] = terms.map((term, i) => [start + i, term]);
    if (this.maskToken !== null) pairs.push([0, this.maskToken]);
    return lookup(ids, { ...tableOf(pairs), base: this.oovToken, buckets: 1 });
  }

  protected override typeConfig(): Config {
    return { vocabulary_dtype: "int64" };
  }

  override getConfig(): Config {
    return { ...super.getConfig(), oov_method: this.oovMethod, salt: this.salt };
  }
}

/** Pairs sorted by their first number; of equal ones the last counts. */
function tableOf(pairs: readonly (readonly [number, number])[]): { keys: Int32Array; values: Int32Array } {
  const sorted = [...new Map(pairs)].sort(([a], [b]) => a - b);
  return { keys: Int32Array.from(sorted, ([key]) => key), values: Int32Array.from(sorted, ([, value]) => value) };
}

/** Makes an `IntegerLookup` layer. */
export function integerLookup(options: IntegerLookupOptions = {}): IntegerLookup {
  return new IntegerLookup(options);
}
