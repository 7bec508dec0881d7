/** Counts of tokens in documents, and the vocabulary they give. */

/** A term of a vocabulary. */
export type Token = string | number;

/** How often tokens came, and in how many documents. */
export class Tally {
  readonly #counts = new Map<Token, number>();
  readonly #documents = new Map<Token, number>();
  #total = 0;

  /** Adds a document. */
  add(tokens: readonly Token[]): void {
    for (const token of tokens) this.#counts.set(token, (this.#counts.get(token) ?? 0) + 1);
    for (const token of new Set(tokens)) this.#documents.set(token, (this.#documents.get(token) ?? 0) + 1);
    this.#total++;
  }

  /** Whether no token came. */
  get empty(): boolean {
    return this.#counts.size === 0;
  }

  /** The tokens but some, most frequent first; of equally frequent ones the one that sorts last. */
  tokens(without: readonly unknown[]): Token[] {
    const found = [...this.#counts].filter(([token]) => !without.includes(token));
    return found.sort(([a, m], [b, n]) => n - m || compare(b, a)).map(([token]) => token);
  }

  /** log(1 + documents / (1 + documents with the token)). */
  idf(tokens: readonly Token[]): Float32Array {
    return Float32Array.from(tokens, (token) => Math.log(1 + this.#total / (1 + (this.#documents.get(token) ?? 0))));
  }
}

/** Numbers by size, text by its code points, as its UTF-8 bytes sort. */
function compare(a: Token, b: Token): number {
  if (typeof a === "number" || typeof b === "number") return Number(a) - Number(b);
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  if (i >= a.length || i >= b.length) return a.length - b.length;
  const rank = (unit: number): number => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit);
  return rank(a.charCodeAt(i)) - rank(b.charCodeAt(i));
}
