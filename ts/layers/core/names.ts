/** Automatic names: dense, dense_1, ... */
import { onClearSession } from "../../backend/K";

const counts = new Map<string, number>();
onClearSession(() => counts.clear());

/** The next name of a class. */
export function uniqueName(prefix: string): string {
  const n = counts.get(prefix) ?? 0;
  counts.set(prefix, n + 1);
  return n === 0 ? prefix : `${prefix}_${n}`;
}
