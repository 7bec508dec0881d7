/** Calls of one side: how long they take, and whether they give what another gives. */

/** Outputs differ by less, relative to the largest. */
const TOLERANCE = 1e-4;

/** Milliseconds of each of some calls. */
export async function timesOf(call: () => unknown, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const before = performance.now();
    await call();
    times.push(performance.now() - before);
  }
  return times;
}

/** Throws when outputs are others than expected. */
export function compare(output: ArrayLike<number>, expected: ArrayLike<number>): void {
  if (output.length !== expected.length) throw new Error(`${output.length} outputs, not ${expected.length}`);
  let [most, apart] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    most = Math.max(most, Math.abs(expected[i]!));
    apart = Math.max(apart, Math.abs(output[i]! - expected[i]!));
  }
  if (!(apart < TOLERANCE * most)) throw new Error(`other outputs: ${apart} apart, the largest is ${most}`);
}
