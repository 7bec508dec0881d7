/** Times the instructions of a program, one by one: costs nothing where nobody asks. */
import { HEADER_CODE_WORDS, STATE_PC, STATE_STEP, STATE_STEPS, STATE_UNIT, STATUS_DONE } from "../../assembly/layout";
import type { WasmDevice } from "./device";
import type { Mark } from "./encode";
import type { Job } from "./team";

/** The least milliseconds of the first step over some repetitions, and of each of its instructions. */
export interface Times {
  step: number;
  readonly instructions: Float64Array;
  /** The status of what failed, if something did. */
  status: number;
}

/** Times a step of a program, on the calling thread. */
export function timeStep(
  { heap, exports }: WasmDevice,
  marks: readonly Mark[],
  job: Pick<Job, "program" | "regions" | "state" | "scratch">,
  repeats: number,
): Times {
  const infinite = Number.POSITIVE_INFINITY;
  const times: Times = {
    step: infinite,
    instructions: new Float64Array(marks.length).fill(infinite),
    status: STATUS_DONE,
  };
  const end = (job.program >>> 2) + HEADER_CODE_WORDS;
  const state = job.state >>> 2;
  const whole = heap.ints[end]!;
  /** Milliseconds of the instructions from one word to another: the program ends there for so long. */
  const part = (from: number, to: number): number => {
    const { ints } = heap;
    ints[end] = to;
    ints[state + STATE_PC] = from;
    ints[state + STATE_UNIT] = 0;
    ints[state + STATE_STEP] = 0;
    ints[state + STATE_STEPS] = 1;
    const before = performance.now();
    times.status = exports.execute(job.program, job.regions, job.state, job.scratch, infinite);
    return performance.now() - before;
  };
  try {
    for (let n = 0; n < repeats; n++) {
      times.step = Math.min(times.step, part(0, whole));
      if (times.status !== STATUS_DONE) return times;
      for (const [i, { word, words }] of marks.entries()) {
        times.instructions[i] = Math.min(times.instructions[i]!, part(word, word + words));
        if (times.status !== STATUS_DONE) return times;
      }
    }
  } finally {
    heap.ints[end] = whole;
  }
  return times;
}
