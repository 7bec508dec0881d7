/** Finds what a mistyped name was meant to be. */

/** The known name that is spelled most like this one: in another case (`max_tokens`), or with a letter or two wrong; if there is one. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string): string => text.replace(/_/g, "").toLowerCase();
  const far = Math.min(2, Math.floor(name.length / 4));
  let best: string | undefined;
  let least = far + 1;
  for (const other of known) {
    const steps = distance(plain(name), plain(other));
    if (steps < least) [best, least] = [other, steps];
  }
  return best;
}

/** How many letters must be put in, left out or changed. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + Number(a[i - 1] !== b[j - 1])));
    }
    row = next;
  }
  return row[b.length]!;
}
