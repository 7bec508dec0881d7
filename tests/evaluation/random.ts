/** Numbers that any language computes alike, as reference.py does. */

/** Fractions in [0, 1): a congruential generator modulo 2^32, the upper 24 bits of its states from the second on. */
export function fractions(count: number): Float64Array {
  let state = 1;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  });
}

export function randomInputs(count: number, [low, high]: readonly [number, number]): Float32Array {
  return Float32Array.from(fractions(count), (fraction) => low + (high - low) * fraction);
}
