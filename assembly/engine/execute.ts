import { dispatch } from "../gen/dispatch";
import {
  HEADER_CODE_WORDS,
  HEADER_REGIONS,
  HEADER_WORDS,
  INSTRUCTION_LENGTH,
  INSTRUCTION_OPCODE,
  INSTRUCTION_UNITS,
  INSTRUCTION_WORDS,
  INSTRUCTION_WORK,
  STATE_FAILED_PC,
  STATE_PC,
  STATE_STEP,
  STATE_STEPS,
  STATE_UNIT,
  STATE_VALUE,
  STATUS_DONE,
  STATUS_PAUSED,
} from "../layout";

/**
 * Runs the program at `program` from where `state` stands, until its steps are done or about `budget` units of work
 * (scalar operations) are spent. `regions` is the table of region addresses; `scratch` belongs to this thread.
 * Returns a STATUS; after STATUS_PAUSED the same call goes on.
 */
export function execute(program: usize, regions: usize, state: usize, scratch: usize, budget: f64): i32 {
  const code = program + ((<usize>(HEADER_WORDS + load<i32>(program, HEADER_REGIONS << 2))) << 2);
  const end = load<i32>(program, HEADER_CODE_WORDS << 2);
  const steps = load<i32>(state, STATE_STEPS << 2);
  let pc = load<i32>(state, STATE_PC << 2);
  let unit = load<i32>(state, STATE_UNIT << 2);
  let step = load<i32>(state, STATE_STEP << 2);
  while (step < steps) {
    while (pc < end) {
      const p = code + ((<usize>pc) << 2);
      const units = load<i32>(p, INSTRUCTION_UNITS << 2);
      const work = <f64>load<u32>(p, INSTRUCTION_WORK << 2);
      while (unit < units) {
        if (budget <= 0) return pause(state, pc, unit, step, STATUS_PAUSED);
        const left = <f64>(units - unit);
        const count = work * left <= budget ? units - unit : <i32>max<f64>(1, min<f64>(left, budget / work));
        const opcode = load<i32>(p, INSTRUCTION_OPCODE << 2);
        const status = dispatch(opcode, p + (INSTRUCTION_WORDS << 2), regions, unit, unit + count, scratch);
        if (status != STATUS_DONE) {
          store<i32>(state, pc, STATE_FAILED_PC << 2);
          store<i32>(state, load<i32>(scratch), STATE_VALUE << 2);
          return pause(state, 0, 0, step, status);
        }
        unit += count;
        budget -= work * <f64>count;
      }
      pc += load<i32>(p, INSTRUCTION_LENGTH << 2);
      unit = 0;
    }
    pc = 0;
    step += 1;
    store<i32>(state, step, STATE_STEP << 2);
    if (budget <= 0 && step < steps) return pause(state, 0, 0, step, STATUS_PAUSED);
  }
  return pause(state, 0, 0, step, STATUS_DONE);
}

function pause(state: usize, pc: i32, unit: i32, step: i32, status: i32): i32 {
  store<i32>(state, pc, STATE_PC << 2);
  store<i32>(state, unit, STATE_UNIT << 2);
  store<i32>(state, step, STATE_STEP << 2);
  return status;
}
