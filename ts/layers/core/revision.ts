/** Programs hold what layers know besides their weights, such as a vocabulary: they are made again when that changes. */
let changes = 0;

/** Says that a layer's constants changed. */
export function constantsChanged(): void {
  changes++;
}

/** How often constants changed. */
export function revision(): number {
  return changes;
}
