/** Seeds: the key of every random draw is (global seed, the draw's own seed). */
import { scalar } from "../core/convert";
import { ValueError } from "../core/errors";
import type { Tensor } from "../core/tensor";
import { currentTrace } from "../core/trace";

let globalSeed = (Math.random() * 2 ** 32) | 0;
let given = 0;
let calls = 0;

/** Sets the global seed and starts all counters anew. */
export function setGlobalSeed(seed: number): void {
  if (!Number.isInteger(seed))
    throw new ValueError("setRandomSeed", "the seed is no whole number", { received: { seed } });
  globalSeed = seed | 0;
  given = 0;
  calls = 0;
}

/** The key of one random op, and the number of the call. */
export interface Draw {
  seed: readonly [number, number];
  call: Tensor;
}

/** A source of draws of its own: a layer's, or an op's. */
export class SeedSource {
  readonly #low: number | undefined;
  readonly #high: number;
  #calls = 0;

  /** @param seed A fixed seed; without one the global seed and the order of making decide. */
  constructor(seed?: number | null) {
    if (seed !== undefined && seed !== null && !Number.isInteger(seed)) {
      throw new ValueError("seed", "is no whole number", { received: { seed } });
    }
    this.#low = seed === undefined || seed === null ? undefined : seed | 0;
    this.#high = this.#low === undefined ? ++given : 0x6b657261;
  }

  /** The key and call number of the next draw. In a program the call number is the step's, so resumed runs repeat it. */
  next(): Draw {
    const low = this.#low ?? globalSeed;
    const trace = currentTrace();
    if (trace) {
      const n = trace.nextDraw(this.#high ^ low);
      return { seed: [low, (this.#high + Math.imul(n, 0x9e3779b1)) | 0], call: trace.call ?? scalar(0, "int32") };
    }
    return { seed: [low, this.#high], call: scalar(this.#calls++, "int32") };
  }
}

/** The draw of an op: with a seed the same values every time, without one new values. */
export function drawFor(seed: number | SeedSource | null | undefined): Draw {
  if (seed instanceof SeedSource) return seed.next();
  if (seed !== undefined && seed !== null) return new SeedSource(seed).next();
  const trace = currentTrace();
  if (trace) return new SeedSource(undefined).next();
  return { seed: [globalSeed, 0], call: scalar(calls++, "int32") };
}
