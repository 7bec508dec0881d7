/** Some thousands of mutants of files of every format: only keratin's own errors come out. fuzz.ts runs more of them. */
import { expect, test, vi } from "vitest";
import { attempt, mutant } from "./attempt";
import { corpus } from "./corpus";

const COUNT = 3000;
const SEED = 6;
/** Milliseconds that one may take. */
const MOST_TIME = 5000;

test(`${COUNT} mutants of seed ${SEED}`, { timeout: 300_000 }, async () => {
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const originals = await corpus("tests/golden");
  const kinds = new Set(originals.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(["bytes", "hdf5", "text", "zip"]);
  const tried = new Set<string>();
  let loaded = 0;
  for (let index = 0; index < COUNT; index++) {
    const one = mutant(originals, SEED, index);
    tried.add(one.original);
    const start = performance.now();
    const outcome = await attempt(one);
    const took = performance.now() - start;
    expect(outcome.fault, `${one.original}, --seed ${SEED} --index ${index}`).toBeUndefined();
    expect(took, `${one.original}, --seed ${SEED} --index ${index}`).toBeLessThan(MOST_TIME);
    if (outcome.loaded) loaded++;
  }
  // Mutants that are all refused at the door would prove nothing.
  expect(loaded).toBeGreaterThan(COUNT / 20);
  expect(tried.size).toBeGreaterThan(originals.length / 3);
});
