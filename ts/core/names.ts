/** Automatic names: dense, dense_1, ... */
const counts = new Map<string, number>();

/** The next name of a class. */
export function uniqueName(prefix: string): string {
  const n = counts.get(prefix) ?? 0;
  counts.set(prefix, n + 1);
  return n === 0 ? prefix : `${prefix}_${n}`;
}

/** Starts all names anew. */
export function resetNames(): void {
  counts.clear();
}
