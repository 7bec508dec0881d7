/** Looking up names that come from outside: objects have more names than those that were put in. */

/** The value under a name of the table's own; "constructor" is none. */
export function lookUp<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** What comes from outside as text; objects may have no text of their own. */
export function textOf(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}
