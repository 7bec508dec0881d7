// One operation on all sides: opened, checked, warmed up, then timed in turns.
import { size } from "../data.mjs";
import { stretch } from "./clock.mjs";
import { compare, values } from "./inputs.mjs";

/** Milliseconds of the warm-up, and of one side in one round. */
const WARM = 120;
const STRETCH = 20;
/** A first run longer than this is the last one; a run longer than SLOW gets few rounds. */
const GIVE_UP = 2000;
const SLOW = 300;
const SLOW_ROUNDS = 2;

/** Opens and checks one side; an error stands in its place. */
async function prepare(library, op, inputs, expected) {
  const figure = { library: library.name, times: [] };
  try {
    figure.side = await library.open(op, inputs);
    const first = await stretch(figure.side, 1);
    if (first > GIVE_UP) throw new Error(`its first run took ${(first / 1000).toFixed(1)} s`);
    const got = await figure.side.read();
    op.outputs.forEach((shape, i) => {
      compare(got[i], size(shape), (index) => expected(i, index), "wrong result");
    });
    let last = 0;
    for (let spent = 0; spent < WARM; spent += last) last = await stretch(figure.side, 1);
    figure.repeats = Math.max(1, Math.ceil(STRETCH / last));
    figure.slow = last > SLOW;
  } catch (error) {
    figure.error = String(error?.message ?? error).split("\n")[0];
  }
  return figure;
}

/**
 * Milliseconds of an operation on each library: the least and the median of the rounds, or the error; and the best pace that
 * the machine had meanwhile.
 */
export async function measure(op, libraries, rounds, paceNow) {
  let pace = 0;
  const inputs = op.inputs.map(({ shape, seed }) => values(shape, seed));
  const expected = op.expected(inputs);
  const figures = [];
  for (const library of libraries) figures.push(await prepare(library, op, inputs, expected));
  for (let round = 0; round < rounds; round++) {
    pace = Math.max(pace, paceNow());
    for (const { side, error, slow, repeats, times } of figures) {
      if (error || (slow && round >= SLOW_ROUNDS)) continue;
      times.push((await stretch(side, repeats)) / repeats);
    }
  }
  for (const { side } of figures) await side?.close();
  const found = figures.map(({ library, error, times }) => {
    if (error) return { library, error };
    const sorted = times.toSorted((a, b) => a - b);
    return { library, best: sorted[0], median: sorted[sorted.length >> 1], rounds: times.length };
  });
  return { pace, figures: found };
}
