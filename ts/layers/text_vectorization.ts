import { type TensorLike, toAnyTensor } from "../core/convert";
import type { DType } from "../core/dtypes";
import { ShapeError, ValueError } from "../core/errors";
import { type Dims, sizeOf } from "../core/shapes";
import { stringsOf, stringTensor } from "../core/strings";
import { isPlain } from "../core/symbolic";
import { Tensor } from "../core/tensor";
import { type Config, optionsFrom } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import type { FileSource } from "../platform/files";
import { type AdaptData, type AdaptOptions, eachBatch } from "./core/adapt";
import { categoryDims } from "./core/categories";
import { HostLayer } from "./core/host";
import { oneInput } from "./core/inputs";
import type { LayerOptions, Shapes } from "./core/layer";
import { layerOptions, notNegative } from "./core/options";
import type { ReadPart } from "./core/part";
import type { StoredReader, StoredState } from "./core/stored";
import { joinNeighbours, lowerAscii, splitSpace, stripPunctuation } from "./core/tokens";
import { checkEncoding, StringLookup } from "./string_lookup";

/** What becomes of a text before it is split. */
export type Standardize = (text: string) => string;
/** The tokens of a text. */
export type Split = (text: string) => readonly string[];

/** Options of `TextVectorization`. */
export interface TextVectorizationOptions extends LayerOptions {
  /** The most tokens of the vocabulary, the mask's and the unknown one's included. */
  maxTokens?: number | null;
  /** "lower_and_strip_punctuation" (the default), "lower", "strip_punctuation", null or a function of a text. */
  standardize?: string | Standardize | null;
  /** "whitespace" (the default), "character", null or a function of a text. */
  split?: string | Split | null;
  /** How many neighbouring tokens are joined as further ones: up to a number, or a list of numbers. */
  ngrams?: number | readonly number[] | null;
  /** "int" (the default), "one_hot", "multi_hot", "count" or "tf_idf". */
  outputMode?: string;
  /** How many numbers each text becomes: others are cut or filled up with 0. Without, as many as the longest has. */
  outputSequenceLength?: number | null;
  padToMaxTokens?: boolean;
  /** The tokens; learned by `adapt` when absent. */
  vocabulary?: readonly string[] | null;
  idfWeights?: ArrayLike<number> | null;
  /** Only "utf-8". */
  encoding?: string;
  /** Written by Keras: what the size was when the layer was saved. */
  vocabularySize?: number | null;
  hasInputVocabulary?: boolean;
}

const KEYS = [
  ...["maxTokens", "standardize", "split", "ngrams", "outputMode", "outputSequenceLength", "padToMaxTokens"],
  ...["vocabulary", "idfWeights", "encoding", "vocabularySize", "hasInputVocabulary"],
];

const STANDARDIZE: Readonly<Record<string, Standardize>> = {
  lower_and_strip_punctuation: (text) => stripPunctuation(lowerAscii(text)),
  lower: lowerAscii,
  strip_punctuation: stripPunctuation,
};
const SPLIT: Readonly<Record<string, Split>> = { whitespace: splitSpace, character: (text) => Array.from(text) };

/**
 * Texts to whole numbers: brought to a standard, split into tokens, looked up in a vocabulary that was given or that `adapt` learns.
 * Number 0 fills up, 1 is an unknown token.
 *
 * Input [batch] or [batch, 1] of text, output int32 [batch, tokens]; in other output modes float32 [batch, size of the vocabulary]. In a model it
 * runs on the host, before the program.
 *
 * @throws ShapeError for several texts in a row when they are split; StateError without a vocabulary.
 * @example layers.textVectorization({ vocabulary: ["the", "cat"] }).apply(["The cat, the dog", "cat!"]) // [[2 3 2 1] [3 0 0 0]]
 */
export class TextVectorization extends HostLayer {
  static override className = "TextVectorization";
  readonly standardize: string | Standardize | null;
  readonly split: string | Split | null;
  readonly ngrams: number | readonly number[] | null;
  readonly outputSequenceLength: number | null;
  readonly _lookupLayer: StringLookup;
  readonly #widths: readonly number[] | undefined;

  constructor(options: TextVectorizationOptions = {}) {
    const own = layerOptions("TextVectorization", options, KEYS, ["sparse", "ragged"]);
    super(own);
    checkEncoding(this.name, own.encoding);
    this.standardize = this.#step("standardize", own.standardize, STANDARDIZE, "lower_and_strip_punctuation");
    this.split = this.#step("split", own.split, SPLIT, "whitespace");
    this.ngrams = own.ngrams ?? null;
    const widths = typeof this.ngrams === "number" ? Array.from({ length: this.ngrams }, (_, i) => i + 1) : this.ngrams;
    if (widths !== null && (!Array.isArray(widths) || !widths.every((n) => Number.isInteger(n) && n > 0))) {
      throw new ValueError(this.name, "ngrams is no whole number or list of them", {
        received: { ngrams: own.ngrams },
      });
    }
    this.#widths = widths ?? undefined;
    this.outputSequenceLength = own.outputSequenceLength ?? null;
    if (this.outputSequenceLength !== null) {
      const length = notNegative(this.name, "outputSequenceLength", this.outputSequenceLength);
      if (!Number.isInteger(length) || (own.outputMode ?? "int") !== "int") {
        throw new ValueError(this.name, 'outputSequenceLength is a whole number, for outputMode "int"', {
          received: { outputSequenceLength: length, outputMode: own.outputMode },
        });
      }
    }
    this._lookupLayer = new StringLookup({
      maxTokens: own.maxTokens ?? null,
      vocabulary: own.vocabulary ?? null,
      idfWeights: own.idfWeights ?? null,
      padToMaxTokens: own.padToMaxTokens ?? false,
      maskToken: "",
      outputMode: own.outputMode ?? "int",
      vocabularySize: own.vocabularySize ?? null,
      ...(own.hasInputVocabulary === undefined ? {} : { hasInputVocabulary: own.hasInputVocabulary }),
    });
  }

  #step<F>(option: string, value: unknown, known: Readonly<Record<string, F>>, first: string): string | F | null {
    if (value === null) return null;
    if (value === undefined) return first;
    if (typeof value === "function" || (typeof value === "string" && Object.hasOwn(known, value))) return value as F;
    const saved = isPlain(value) ? String(value.config) : undefined;
    throw new ValueError(this.name, `${option} is unknown`, {
      expected: `one of ${Object.keys(known)
        .map((name) => `"${name}"`)
        .join(", ")}, null, or a function of a text`,
      received: { [option]: saved ?? value },
      fix:
        saved &&
        `Give the function as loadModel(source, { customObjects: { ${JSON.stringify(saved)}: yourFunction } })`,
    });
  }

  /** A layer from Keras's config; functions of the user's own are among the custom objects. */
  static fromConfig(config: Config, read?: ReadPart): TextVectorization {
    const find = (value: unknown): unknown => {
      if (!isPlain(value) || value.class_name !== "function") return value;
      return read?.custom?.[String(value.registered_name)] ?? read?.custom?.[String(value.config)] ?? value;
    };
    const { standardize, split } = config;
    return new TextVectorization(optionsFrom({ ...config, standardize: find(standardize), split: find(split) }));
  }

  /** How numbers are given. */
  get outputMode(): string {
    return this._lookupLayer.outputMode;
  }

  /** Learns the vocabulary from texts or from batches of them: the most frequent tokens first. Each text is a document. */
  async adapt(data: AdaptData, options?: AdaptOptions): Promise<void> {
    this._lookupLayer.resetState();
    const rest = eachBatch(this.name, data, options, (batch, whole) => this.updateState(batch, whole));
    if (rest) await rest;
    this._lookupLayer.finalizeState();
  }

  /** Counts the tokens of a batch of texts. */
  updateState(batch: unknown, whole = false): void {
    const x = toAnyTensor(this.name, this.read(batch) as TensorLike);
    const column = whole && x.rank === 1 ? stringTensor(stringsOf(this.name, x), [x.size, 1]) : x;
    const { rows, lead } = this.#tokens(column);
    // Rows that lie along further axes belong to the document of the first.
    const count = lead.length === 0 ? 1 : lead[0]!;
    const each = count === 0 ? 0 : rows.length / count;
    this._lookupLayer.countDocuments(
      Array.from({ length: count }, (_, i) => rows.slice(i * each, (i + 1) * each).flat()),
    );
  }

  /** Makes the vocabulary of what was counted. */
  finalizeState(): void {
    this._lookupLayer.finalizeState();
  }

  /** Forgets what was counted; the vocabulary stays. */
  resetState(): void {
    this._lookupLayer.resetState();
  }

  /** Sets the tokens, special ones first or left out, and for "tf_idf" a weight for each. */
  setVocabulary(vocabulary: readonly string[], options: { idfWeights?: ArrayLike<number> } = {}): void {
    this._lookupLayer.setVocabulary(vocabulary, options);
  }

  /** Reads the tokens from a file of text, one on each line, special ones left out. */
  async loadVocabulary(source: FileSource): Promise<void> {
    await this._lookupLayer.loadVocabulary(source);
  }

  /** The tokens in the order of their numbers, special ones included unless told otherwise. */
  getVocabulary(options: { includeSpecialTokens?: boolean } = {}): string[] {
    return this._lookupLayer.getVocabulary(options);
  }

  /** How many tokens there are, special ones included. */
  vocabularySize(): number {
    return this._lookupLayer.vocabularySize();
  }

  override checkInput(shapes: Shapes): void {
    oneInput(this.name, shapes);
  }

  protected get outputDType(): DType {
    return this.outputMode === "int" ? "int32" : "float32";
  }

  protected outputDims(input: Dims): Dims {
    const lookup = this._lookupLayer;
    const lead = this.split === null ? input.slice(0, -1) : this.#column(input);
    // How many tokens there are is not known before the texts are: a size that varies, as the batch's does.
    const unknown = input[0] ?? 1;
    const count = this.split === null && this.#widths === undefined ? (input.at(-1) ?? 1) : unknown;
    if (this.outputMode === "int") return [...lead, this.outputSequenceLength ?? count];
    return categoryDims([...lead, count], lookup.outputMode, lookup.depth);
  }

  /** The axes before the tokens of texts that are split. */
  #column(dims: Dims): Dims {
    if (dims.length < 2) return dims;
    if (dims.at(-1) === 1) return dims.slice(0, -1);
    throw new ShapeError(this.name, "takes one text for each row when it splits them", {
      expected: "shape (batch,) or (batch, 1)",
      received: { "x.shape": dims },
      fix: "Give split: null for texts that are tokens already",
    });
  }

  /** The tokens of each row of texts, and the axes of the rows. */
  #tokens(x: Tensor): { rows: readonly (readonly string[])[]; lead: Dims } {
    const { standardize, split } = this;
    const clean = typeof standardize === "string" ? STANDARDIZE[standardize]! : standardize;
    const texts = stringsOf(this.name, x);
    const standard = clean ? texts.map((text) => this.#checked("standardize", clean(text))) : texts;
    let rows: readonly (readonly string[])[];
    let lead: Dims;
    if (split === null) {
      lead = x.dims.slice(0, -1);
      const size = x.dims.at(-1) ?? 1;
      rows = Array.from({ length: sizeOf(lead) }, (_, i) => standard.slice(i * size, (i + 1) * size));
    } else {
      lead = this.#column(x.dims);
      const cut = typeof split === "string" ? SPLIT[split]! : split;
      rows = standard.map((text) => this.#checkedAll(cut(text)));
    }
    const widths = this.#widths;
    return { rows: widths ? rows.map((row) => joinNeighbours(row, widths)) : rows, lead };
  }

  #checked(option: string, text: unknown): string {
    if (typeof text === "string") return text;
    throw new ValueError(this.name, `${option} gave no text`, { expected: "a text for a text", received: { text } });
  }

  #checkedAll(tokens: unknown): readonly string[] {
    if (Array.isArray(tokens) && tokens.every((token) => typeof token === "string")) return tokens;
    throw new ValueError(this.name, "split gave no list of texts", { received: { tokens } });
  }

  protected compute(x: Tensor): Tensor {
    const lookup = this._lookupLayer;
    const { rows, lead } = this.#tokens(x);
    const longest = rows.reduce((most, row) => Math.max(most, row.length), 0);
    const length = this.outputMode === "int" ? (this.outputSequenceLength ?? longest) : longest;
    if (this.outputMode === "int" || this.outputMode === "one_hot" || this.split === null || lead.length > 1) {
      const all = new Int32Array(rows.length * length).fill(this.outputMode === "int" ? 0 : -1);
      rows.forEach((row, i) => {
        all.set(lookup.indicesOf(row.slice(0, length)), i * length);
      });
      if (rows.length === 0) lookup.indicesOf([]);
      return lookup.encode(Tensor.constant(all, [...lead, length], "int32"));
    }
    return this.#counts(rows, lead);
  }

  /** What the tokens of rows of different lengths add up to, without laying all of them out. */
  #counts(rows: readonly (readonly string[])[], lead: Dims): Tensor {
    const lookup = this._lookupLayer;
    const depth = lookup.depth;
    const sums = new Float32Array(rows.length * depth);
    rows.forEach((row, i) => {
      for (const index of lookup.indicesOf(row)) {
        if (index < 0 || index >= depth) continue;
        if (lookup.outputMode === "multi_hot") sums[i * depth + index] = 1;
        else sums[i * depth + index]! += 1;
      }
    });
    const y = Tensor.constant(sums, [...lead, depth], "float32");
    return lookup.outputMode === "tf_idf" ? ops.multiply(y, lookup.idf()) : y;
  }

  override savedState(): StoredState {
    return this._lookupLayer.savedState();
  }

  override restoreState(file: StoredReader): () => void {
    return this._lookupLayer.restoreState(file);
  }

  override getConfig(): Config {
    const lookup = this._lookupLayer;
    const { vocabulary, idf_weights } = lookup.givenVocabulary;
    const plain = (value: string | Standardize | Split | null): unknown => {
      if (typeof value !== "function") return value;
      const { name } = value;
      if (name) return { module: "builtins", class_name: "function", config: name, registered_name: "function" };
      throw new ValueError(this.name, "a function without a name cannot be saved", { received: { value } });
    };
    return {
      ...super.getConfig(),
      max_tokens: lookup.maxTokens,
      standardize: plain(this.standardize),
      split: plain(this.split),
      ngrams: this.ngrams,
      output_mode: this.outputMode,
      output_sequence_length: this.outputSequenceLength,
      pad_to_max_tokens: lookup.padToMaxTokens,
      sparse: false,
      ragged: false,
      vocabulary,
      idf_weights,
      encoding: "utf-8",
      vocabulary_size: this.vocabularySize(),
    };
  }
}

/** Makes a `TextVectorization` layer. */
export function textVectorization(options: TextVectorizationOptions = {}): TextVectorization {
  return new TextVectorization(options);
}
