/** Terms and their numbers, special ones first: the mask's, those of unknown terms, then the vocabulary. */
import { ValueError } from "../../core/errors";
import type { Token } from "./tally";

/** What numbers a vocabulary gives. */
export interface VocabularyRules<T extends Token> {
  /** The first number for unknown terms: 1 behind a mask, else 0. */
  readonly oovStart: number;
  /** How many numbers unknown terms have. */
  readonly buckets: number;
  readonly maskToken: T | null;
  readonly oovToken: T | null;
  readonly invert: boolean;
  /** The most terms, special ones included. */
  readonly most: number | null;
  /** Whether weights are filled up with zeros to that. */
  readonly padded: boolean;
}

/** A vocabulary's content. */
interface Content<T> {
  readonly terms: readonly T[];
  readonly places: ReadonlyMap<T, number>;
  readonly weights: Float32Array | undefined;
  readonly filled: boolean;
}

/** A two-way table. */
export class Vocabulary<T extends Token> {
  readonly #where: string;
  readonly #rules: VocabularyRules<T>;
  #terms: readonly T[] = [];
  #places: ReadonlyMap<T, number> = new Map();
  /** A weight for each number. */
  weights: Float32Array | undefined;
  /** Whether terms were set or learned. */
  filled = false;

  constructor(where: string, rules: VocabularyRules<T>) {
    this.#where = where;
    this.#rules = rules;
  }

  get oovStart(): number {
    return this.#rules.oovStart;
  }

  /** The first number of a term. */
  get start(): number {
    return this.#rules.oovStart + this.#rules.buckets;
  }

  get size(): number {
    return this.start + this.#terms.length;
  }

  /** The terms without special ones. */
  get terms(): readonly T[] {
    return this.#terms;
  }

  copy(): Content<T> {
    return { terms: this.#terms, places: this.#places, weights: this.weights, filled: this.filled };
  }

  restore(content: Content<T>): void {
    this.#terms = content.terms;
    this.#places = content.places;
    this.weights = content.weights;
    this.filled = content.filled;
  }

  /** The number of a term. */
  indexOf(term: T): number | undefined {
    return this.#places.get(term);
  }

  /** The term of a number. */
  termAt(at: number): T {
    const { maskToken, oovToken } = this.#rules;
    if (at === 0 && maskToken !== null) return maskToken;
    return (at >= this.start ? this.#terms[at - this.start] : undefined) ?? oovToken!;
  }

  /** All terms by their numbers, or those without special ones. */
  all(special: boolean): T[] {
    const { oovStart, buckets, maskToken, oovToken } = this.#rules;
    const first = [...Array<T>(oovStart).fill(maskToken!), ...Array<T>(buckets).fill(oovToken!)];
    return special ? [...first, ...this.#terms] : [...this.#terms];
  }

  /** Takes terms as they are. @throws ValueError for a term that is there twice. */
  fill(terms: readonly T[]): void {
    const places = new Map(terms.map((term, i) => [term, i + this.start]));
    if (places.size !== terms.length) {
      const seen = new Set<T>();
      const twice = [...new Set(terms.filter((term) => seen.has(term) || !seen.add(term)))];
      throw new ValueError(this.#where, "the vocabulary has a term more than once", {
        received: { terms: twice },
        fix: "Leave the repetitions out",
      });
    }
    this.#terms = terms;
    this.#places = places;
    this.filled = true;
  }

  /** Takes terms that were learned, with their weights: unknown ones get the mean. */
  learn(terms: readonly T[], idf: Float32Array | undefined): void {
    this.fill(terms);
    if (idf) this.#weigh(idf, this.start);
  }

  /** Takes a user's terms, which may begin with the special ones. */
  set(given: readonly T[], idf: ArrayLike<number> | undefined): void {
    const { maskToken, oovToken, invert, most } = this.#rules;
    if (given.length === 0) throw new ValueError(this.#where, "the vocabulary is empty");
    const special = this.all(true).slice(0, this.start);
    const withSpecial = special.length <= given.length && special.every((term, i) => given[i] === term);
    const terms = withSpecial ? given.slice(special.length) : [...given];
    for (const [name, token] of [
      ["maskToken", maskToken],
      ["oovToken", invert ? oovToken : null],
    ] as const) {
      if (token === null || !terms.includes(token)) continue;
      throw new ValueError(this.#where, `the ${name} stands inside the vocabulary`, {
        expected: "special terms at the start, in this order, or none of them",
        received: { [name]: token, index: given.lastIndexOf(token), special },
      });
    }
    if (most !== null && this.start + terms.length > most) {
      throw new ValueError(this.#where, "the vocabulary is larger than maxTokens", {
        expected: `at most ${most} terms, special ones included`,
        received: `${this.start + terms.length}`,
      });
    }
    if (idf && idf.length !== given.length && idf.length !== (this.#rules.padded ? most : given.length)) {
      throw new ValueError(this.#where, "idfWeights has another length than the vocabulary", {
        expected: `${given.length} numbers`,
        received: `${idf.length}`,
      });
    }
    this.fill(terms);
    if (idf) this.#weigh(Float32Array.from(idf), withSpecial ? 0 : this.start);
  }

  #weigh(idf: Float32Array, front: number): void {
    const { most, padded } = this.#rules;
    const mean = idf.reduce((sum, weight) => sum + weight, 0) / idf.length;
    const weights = new Float32Array(padded ? most! : front + idf.length);
    weights.fill(mean, 0, front);
    weights.set(idf.subarray(0, weights.length - front), front);
    this.weights = weights;
  }
}
