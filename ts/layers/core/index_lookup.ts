/** What IntegerLookup and StringLookup share: a vocabulary, numbers for what is in it, and numbers for the rest. */
import { type TensorLike, toAnyTensor } from "../../core/convert";
import type { DType } from "../../core/dtypes";
import { StateError, ValueError } from "../../core/errors";
import { type Dims, sizeOf } from "../../core/shapes";
import { Tensor } from "../../core/tensor";
import type { Config } from "../../nn/core/serialize";
import * as ops from "../../ops/gen/public";
import { type FileSource, readBytes } from "../../platform/files";
import { type AdaptData, type AdaptOptions, eachBatch } from "./adapt";
import { bucketer, type Salt, saltOf } from "./buckets";
import { categoryDims, encodeCategories, type OutputMode, outputModeOf } from "./categories";
import { HostLayer } from "./host";
import { oneInput } from "./inputs";
import type { LayerOptions, Shapes } from "./layer";
import { constantsChanged } from "./revision";
import type { StoredReader, StoredState } from "./stored";
import { Tally, type Token } from "./tally";
import { Vocabulary } from "./vocabulary";

/** Options of both lookup layers. */
export interface IndexLookupOptions<T extends Token> extends LayerOptions {
  /** The most terms of the vocabulary, special ones included; any number by default. */
  maxTokens?: number | null;
  /** How many numbers stand for what is not in the vocabulary; 1 by default. With 0 such a term is an error. */
  numOovIndices?: number;
  /** A term that stands for nothing: it gets number 0, or is left out of other output modes. */
  maskToken?: T | null;
  /** What unknown numbers become when `invert` is set. */
  oovToken?: T | null;
  /** The terms; learned by `adapt` when absent. */
  vocabulary?: readonly T[] | null;
  /** A weight for each term of the vocabulary, for "tf_idf". */
  idfWeights?: ArrayLike<number> | null;
  /** Whether numbers become terms. */
  invert?: boolean;
  /** "int" (the default), "one_hot", "multi_hot", "count" or "tf_idf". */
  outputMode?: string;
  /** Whether the new axis of the other modes is as long as maxTokens, however many terms there are. */
  padToMaxTokens?: boolean;
  /** A key for the hash that unknown terms are spread by. */
  salt?: Salt | null;
  /** Written by Keras: what the size was when the layer was saved. */
  vocabularySize?: number | null;
  /** Written by Keras. */
  hasInputVocabulary?: boolean;
}

/** Keys of the options. */
export const LOOKUP_KEYS: readonly string[] = [
  ...["maxTokens", "numOovIndices", "maskToken", "oovToken", "vocabulary", "idfWeights", "invert", "outputMode"],
  ...["padToMaxTokens", "salt", "vocabularySize", "hasInputVocabulary"],
];

/** The options with their defaults. */
export interface LookupSettings<T extends Token> extends IndexLookupOptions<T> {
  /** Of the subclass. */
  oovToken: T | null;
}

/** The most numbers for terms that the vocabulary lacks. */
const MOST_OOV = 2 ** 22;

/** A table between terms and numbers. */
export abstract class IndexLookup<T extends Token> extends HostLayer {
  readonly maxTokens: number | null;
  readonly numOovIndices: number;
  readonly maskToken: T | null;
  readonly oovToken: T | null;
  readonly invert: boolean;
  readonly outputMode: OutputMode;
  readonly padToMaxTokens: boolean;
  readonly salt: [number, number] | null;
  protected readonly table: Vocabulary<T>;
  readonly #given: readonly T[] | null;
  readonly #givenWeights: readonly number[] | null;
  /** Whether the vocabulary was an option: then data cannot change it. */
  readonly #fixed: boolean;
  #tally: Tally = new Tally();
  #frozen: number | null;
  #bucket: ((text: string) => number) | undefined;

  constructor(own: LookupSettings<T>) {
    super(own);
    const whole = (value: unknown, least: number): boolean => Number.isInteger(value) && (value as number) >= least;
    const { maxTokens = null, numOovIndices = 1 } = own;
    if (maxTokens !== null && !whole(maxTokens, 2)) {
      throw new ValueError(this.name, "maxTokens is no whole number above 1", { received: { maxTokens } });
    }
    if (!whole(numOovIndices, 0) || numOovIndices > MOST_OOV) {
      throw new ValueError(this.name, "numOovIndices is out of range", {
        expected: `a whole number from 0 to ${MOST_OOV}`,
        received: { numOovIndices },
      });
    }
    this.maxTokens = maxTokens;
    this.numOovIndices = numOovIndices;
    this.padToMaxTokens = own.padToMaxTokens ?? false;
    if (this.padToMaxTokens && maxTokens === null) {
      throw new ValueError(this.name, "padToMaxTokens needs maxTokens", { received: { maxTokens } });
    }
    const modes: OutputMode[] = ["int", "one_hot", "multi_hot", "count", "tf_idf"];
    this.outputMode = outputModeOf(this.name, own.outputMode ?? "int", modes);
    this.invert = own.invert ?? false;
    if (this.invert && this.outputMode !== "int") {
      throw new ValueError(this.name, "invert gives terms, not categories", {
        expected: 'outputMode "int"',
        received: { outputMode: this.outputMode },
      });
    }
    this.maskToken = own.maskToken ?? null;
    this.oovToken = own.oovToken;
    this.salt = saltOf(this.name, own.salt) ?? null;
    this.table = new Vocabulary<T>(this.name, {
      oovStart: this.maskToken !== null && this.outputMode === "int" ? 1 : 0,
      buckets: numOovIndices,
      maskToken: this.maskToken,
      oovToken: this.oovToken,
      invert: this.invert,
      most: maxTokens,
      padded: this.padToMaxTokens,
    });
    this.#frozen = own.vocabularySize ?? null;
    this.#fixed = own.hasInputVocabulary ?? (own.vocabulary !== undefined && own.vocabulary !== null);
    const terms = own.vocabulary ?? null;
    const weights = own.idfWeights ?? null;
    if (weights !== null && this.outputMode !== "tf_idf") {
      throw new ValueError(this.name, 'idfWeights are for outputMode "tf_idf"', {
        received: { outputMode: this.outputMode },
      });
    }
    this.#given = terms === null ? null : this.terms(terms);
    this.#givenWeights = weights === null ? null : Array.from(weights);
    if (terms !== null) this.setVocabulary(terms, weights === null ? {} : { idfWeights: weights });
  }

  /** A list of terms as the subclass has them. @throws ValueError for what is none. */
  protected abstract terms(given: unknown): T[];
  /** The terms of a tensor. */
  protected abstract tokensOf(tensor: Tensor): ArrayLike<T>;
  /** A tensor of terms. */
  protected abstract tensorOfTerms(terms: readonly T[], dims: Dims): Tensor;

  /** Learns the vocabulary from an array of documents or from batches of them: the most frequent terms first. */
  async adapt(data: AdaptData, options?: AdaptOptions): Promise<void> {
    this.resetState();
    const rest = eachBatch(this.name, data, options, (batch, whole) => this.updateState(batch, whole));
    if (rest) await rest;
    this.finalizeState();
  }

  /** Counts the terms of a batch: each row is a document, a list is one (or one for each item when it is all the data). */
  updateState(batch: unknown, whole = false): void {
    const tensor = toAnyTensor(this.name, this.read(batch) as TensorLike);
    const rows = tensor.rank > 1 || (tensor.rank === 1 && whole) ? tensor.dims[0]! : 1;
    const tokens = Array.from(this.tokensOf(tensor));
    const size = rows === 0 ? 0 : tokens.length / rows;
    this.countDocuments(Array.from({ length: rows }, (_, row) => tokens.slice(row * size, (row + 1) * size)));
  }

  /** Counts the terms of documents. */
  countDocuments(documents: readonly (readonly T[])[]): void {
    if (this.#fixed) {
      throw new StateError(this.name, "cannot adapt: its vocabulary was given as an option");
    }
    for (const document of documents) this.#tally.add(document);
  }

  /** Makes the vocabulary of what was counted. */
  finalizeState(): void {
    if (!this.#tally.empty && !this.#fixed) {
      const special = [this.maskToken, this.oovToken];
      const all = this.#tally.tokens(special) as T[];
      const tokens = this.maxTokens === null ? all : all.slice(0, this.maxTokens - this.table.start);
      const idf = this.outputMode === "tf_idf" ? this.#tally.idf(tokens) : undefined;
      this.#freeze(() => this.table.learn(tokens, idf));
    } else this.#freeze(() => undefined);
    this.resetState();
  }

  /** Forgets what was counted; the vocabulary stays. */
  resetState(): void {
    this.#tally = new Tally();
  }

  /** Sets the terms, special ones first or left out, and for "tf_idf" a weight for each. */
  setVocabulary(vocabulary: readonly T[], options: { idfWeights?: ArrayLike<number> } = {}): void {
    const { idfWeights } = options;
    if ((this.outputMode === "tf_idf") !== (idfWeights !== undefined)) {
      const what = idfWeights ? 'idfWeights are for outputMode "tf_idf"' : "tf_idf needs idfWeights";
      throw new ValueError(this.name, what, { received: { outputMode: this.outputMode } });
    }
    const terms = this.terms(vocabulary);
    this.#freeze(() => this.table.set(terms, idfWeights));
  }

  /** Reads the terms from a file of text, one on each line, special ones left out. */
  async loadVocabulary(source: FileSource): Promise<void> {
    const text = new TextDecoder("utf-8").decode(await readBytes(source));
    if (this.outputMode === "tf_idf") {
      throw new ValueError(this.name, "tf_idf cannot take its vocabulary from a file", { fix: "Use setVocabulary" });
    }
    const lines = linesOf(text);
    if (lines.at(-1) === "") lines.pop();
    const terms = this.terms(lines);
    this.#freeze(() => this.table.fill(terms));
  }

  /** The terms in the order of their numbers, special ones included unless told otherwise. */
  getVocabulary(options: { includeSpecialTokens?: boolean } = {}): T[] {
    return this.table.all(options.includeSpecialTokens ?? true);
  }

  /** How many terms there are, special ones included. */
  vocabularySize(): number {
    return this.table.size;
  }

  /** Changes the table; where the output's size follows from it, it must stay. */
  #freeze(change: () => void): void {
    const before = this.table.copy();
    change();
    const free = this.outputMode === "int" || this.padToMaxTokens;
    if (!free && this.#frozen !== null && this.#frozen !== this.table.size) {
      const received = { "new size": this.table.size };
      this.table.restore(before);
      throw new StateError(this.name, "the vocabulary cannot change its size: the output's shape follows from it", {
        expected: `${this.#frozen} terms`,
        received,
        fix: "Make a new layer, or give maxTokens and padToMaxTokens",
      });
    }
    this.#frozen = this.table.size;
    constantsChanged();
  }

  /** The size of the axis that the other modes than "int" add. */
  get depth(): number {
    const depth = this.padToMaxTokens ? this.maxTokens : this.#frozen;
    if (depth !== null) return depth;
    throw new StateError(this.name, `outputMode "${this.outputMode}" needs to know the vocabulary first`, {
      fix: "Give a vocabulary, or call await layer.adapt(data)",
    });
  }

  /** Whether there is a table to look into. @throws StateError when there is none. */
  protected needTable(): void {
    if (this.table.filled) return;
    throw new StateError(this.name, "has no vocabulary", {
      fix: "Give it as an option, or call await layer.adapt(data)",
    });
  }

  override checkInput(shapes: Shapes): void {
    oneInput(this.name, shapes);
  }

  protected override get outputDType(): DType {
    return this.outputMode === "int" ? "int32" : "float32";
  }

  protected override outputDims(input: Dims): Dims {
    return this.outputMode === "int" ? input : categoryDims(input, this.outputMode, this.depth);
  }

  /** The numbers of terms; -1 for those that are left out. */
  indicesOf(tokens: ArrayLike<T>): Int32Array {
    this.needTable();
    this.#bucket ??= bucketer(Math.max(1, this.numOovIndices), this.salt ?? undefined);
    const { oovStart } = this.table;
    const masked = this.outputMode === "int" ? 0 : -1;
    const out = new Int32Array(tokens.length);
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i]!;
      if (token === this.maskToken) out[i] = masked;
      else {
        const known = this.table.indexOf(token);
        if (known !== undefined) out[i] = known;
        else if (this.numOovIndices === 1) out[i] = oovStart;
        else if (this.numOovIndices === 0) this.#unknown(tokens);
        else out[i] = oovStart + this.#bucket(String(token));
      }
    }
    return out;
  }

  #unknown(tokens: ArrayLike<T>): never {
    const found = Array.from(tokens).filter(
      (token) => token !== this.maskToken && this.table.indexOf(token) === undefined,
    );
    throw new ValueError(this.name, "terms are not in the vocabulary", {
      expected: "only known terms, since numOovIndices is 0",
      received: { terms: found },
      fix: "Give numOovIndices: 1",
    });
  }

  /** The output for numbers of terms. */
  encode(indices: Tensor): Tensor {
    if (this.outputMode === "int") return indices;
    const { depth, outputMode } = this;
    if (outputMode !== "tf_idf") return encodeCategories(indices, outputMode, depth);
    return ops.multiply(encodeCategories(indices, "count", depth), this.idf());
  }

  /** The weights of terms. */
  idf(): Tensor {
    const { weights } = this.table;
    if (!weights) throw new StateError(this.name, "has no idfWeights", { fix: "Call await layer.adapt(data)" });
    return Tensor.constant(weights, [weights.length], "float32");
  }

  protected override compute(x: Tensor): Tensor {
    if (!this.invert) return this.encode(Tensor.constant(this.indicesOf(this.tokensOf(x)), x.dims, "int32"));
    this.needTable();
    const numbers = x.peek("apply");
    if (this.oovToken === null) throw new ValueError(this.name, "invert needs an oovToken");
    const terms = Array.from(numbers, (at) => this.table.termAt(Math.trunc(at)));
    return this.tensorOfTerms(terms, [...x.dims]);
  }

  /** What a file holds beside the config: the terms, unless they are in there, and the weights. */
  override savedState(): StoredState {
    const arrays: Record<string, Float32Array> = this.table.weights ? { idf_weights: this.table.weights } : {};
    if (this.#given !== null) return { arrays, texts: {} };
    const terms = this.getVocabulary().map(String);
    const broken = terms.find((term) => /[\r\n]/.test(term));
    if (broken === undefined) return { arrays, texts: { "vocabulary.txt": terms.join("\n") } };
    throw new ValueError(this.name, "a term has a line break, which a vocabulary file cannot hold", {
      received: { term: broken },
      fix: "Give the vocabulary as an option: then it is saved in the config",
    });
  }

  /** Checks what a file holds; the function that it gives takes it over. */
  override restoreState(file: StoredReader): () => void {
    const weights = this.outputMode === "tf_idf" ? file.array("idf_weights") : undefined;
    const text = this.#given === null ? file.text("vocabulary.txt") : undefined;
    const lines = text === undefined ? [] : linesOf(text);
    while (lines.at(-1) === "") lines.pop();
    const terms = lines.length ? this.terms(lines) : undefined;
    return () => {
      if (terms) this.#freeze(() => this.table.set(terms, weights));
      else if (weights && weights.length === sizeOf([this.depth])) this.table.weights = weights;
    };
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      invert: this.invert,
      max_tokens: this.maxTokens,
      num_oov_indices: this.numOovIndices,
      oov_token: this.oovToken,
      mask_token: this.maskToken,
      output_mode: this.outputMode,
      sparse: false,
      pad_to_max_tokens: this.padToMaxTokens,
      ...this.typeConfig(),
      idf_weights: this.#givenWeights,
      vocabulary: this.#given,
      vocabulary_size: this.#frozen,
    };
  }

  /** What the subclass writes in the middle. */
  protected typeConfig(): Config {
    return {};
  }

  /** The vocabulary and weights that were options. */
  get givenVocabulary(): { vocabulary: readonly T[] | null; idf_weights: readonly number[] | null } {
    return { vocabulary: this.#given, idf_weights: this.#givenWeights };
  }
}

/** The lines of a text. */
function linesOf(text: string): string[] {
  return text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/);
}
