import type { DType } from "../core/dtypes";
import { ValueError } from "../core/errors";
import type { Dims } from "../core/shapes";
import { stringsOf, stringTensor } from "../core/strings";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import { IndexLookup, type IndexLookupOptions, LOOKUP_KEYS } from "./core/index_lookup";
import { layerOptions } from "./core/options";

/** Options of `StringLookup`. */
export interface StringLookupOptions extends IndexLookupOptions<string> {
  /** Only "utf-8". */
  encoding?: string;
  /** Keras writes it for text too; text is always spread by its hash. */
  oovMethod?: string;
}

/**
 * Text to whole numbers by a vocabulary, given or learned by `adapt`; with `invert` numbers to text.
 *
 * Input of any shape, output int32 of the same shape; other output modes as `CategoryEncoding`. In a model it runs on the host, before the
 * program.
 *
 * @throws ValueError for a vocabulary with a term twice; StateError when it is called without one.
 * @example layers.stringLookup({ vocabulary: ["a", "b"] }).apply(["b", "z", "a"]) // [2 0 1]
 */
export class StringLookup extends IndexLookup<string> {
  static override className = "StringLookup";

  constructor(options: StringLookupOptions = {}) {
    const own = layerOptions("StringLookup", options, [...LOOKUP_KEYS, "encoding", "oovMethod"], ["sparse"]);
    super({ ...own, oovToken: own.oovToken === undefined ? "[UNK]" : own.oovToken });
    checkEncoding(this.name, own.encoding);
  }

  protected terms(given: unknown): string[] {
    const list = Array.isArray(given) ? (given as unknown[]) : undefined;
    if (list?.every((term) => typeof term === "string")) return [...(list as string[])];
    throw new ValueError(this.name, "the vocabulary is no list of texts", {
      received: { vocabulary: given },
      fix: "Of a file: await layer.loadVocabulary(path)",
    });
  }

  protected tokensOf(tensor: Tensor): readonly string[] {
    return stringsOf(this.name, tensor);
  }

  protected tensorOfTerms(terms: readonly string[], dims: Dims): Tensor {
    return stringTensor(terms, dims);
  }

  protected override get outputDType(): DType {
    return this.invert ? "string" : super.outputDType;
  }

  override getConfig(): Config {
    return { ...super.getConfig(), oov_method: "floormod", salt: this.salt, encoding: "utf-8" };
  }
}

/** Refuses an encoding that text is not in here. */
export function checkEncoding(where: string, encoding: unknown): void {
  if (encoding === undefined || encoding === null || /^utf-?8$/i.test(String(encoding))) return;
  throw new ValueError(where, "the encoding is not supported", { expected: '"utf-8"', received: { encoding } });
}

/** Makes a `StringLookup` layer. */
export function stringLookup(options: StringLookupOptions = {}): StringLookup {
  return new StringLookup(options);
}
