/** For a place outside of an axis the one that stands for it, by NumPy's names. */
export const BORDERS: Readonly<Record<string, (place: number, size: number) => number>> = {
  edge: (place, size) => Math.min(Math.max(place, 0), size - 1),
  wrap: (place, size) => ((place % size) + size) % size,
  reflect: (place, size) => mirrored(place, 2 * size - 2, size - 1),
  symmetric: (place, size) => {
    const at = ((place % (2 * size)) + 2 * size) % (2 * size);
    return at < size ? at : 2 * size - 1 - at;
  },
};

/** Back and forth between 0 and `last`. */
function mirrored(place: number, period: number, last: number): number {
  if (last === 0) return 0;
  const at = ((place % period) + period) % period;
  return at <= last ? at : period - at;
}
