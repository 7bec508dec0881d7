/** Looking up names that come from outside: objects have more names than those that were put in. */

/** The value under a name of the table's own; "constructor" is none. */
export function lookUp<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** The few names that look most like another: those that share most pairs of letters with it. */
export function nearest(name: string, names: readonly string[]): string[] {
  const pairs = (text: string): Set<string> => {
    const low = text.toLowerCase();
    return new Set([...low].slice(1).map((_, i) => low.slice(i, i + 2)));
  };
  const own = pairs(name);
  const score = (other: string): number => {
    const theirs = pairs(other);
    const shared = [...theirs].filter((pair) => own.has(pair)).length;
    return (2 * shared) / (own.size + theirs.size);
  };
  return names
    .map((other) => ({ other, score: score(other) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, 4)
    .map(({ other }) => other);
}

/** What comes from outside as text; objects may have no text of their own. */
export function textOf(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}
