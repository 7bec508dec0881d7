import { dispatch } from "../gen/dispatch";
import {
  FLAG_BARRIER,
  FLAG_SHARED,
  HEADER_CODE_WORDS,
  HEADER_REGIONS,
  HEADER_WORDS,
  INSTRUCTION_FLAGS,
  INSTRUCTION_LENGTH,
  INSTRUCTION_OPCODE,
  INSTRUCTION_UNITS,
  INSTRUCTION_WORDS,
  INSTRUCTION_WORK,
  JOB_QUIT,
  MEMBER_COUNTERS,
  MEMBER_PC,
  MEMBER_SEEN,
  MEMBER_STATUS,
  MEMBER_UNIT,
  MEMBER_VALUE,
  SERVE_DONE,
  SERVE_LOST,
  SERVE_QUIT,
  STATE_FAILED_PC,
  STATE_PC,
  STATE_STEP,
  STATE_STEPS,
  STATE_UNIT,
  STATE_VALUE,
  STATUS_DONE,
  STATUS_LOST,
  STATUS_PAUSED,
  STOP_FAILED,
  STOP_LOST,
  TEAM_BUDGET,
  TEAM_PROGRAM,
  TEAM_READY,
  TEAM_REGIONS,
  TEAM_SCRATCH,
  TEAM_STATE,
  TEAM_STATUS,
  TEAM_STOP,
  TEAM_STRIDE,
  TEAM_THREADS,
  TEAM_WHOLE,
} from "../layout";
import { Meeting } from "./meeting";

/** The most work of a slice: a member gives a sign of life between slices. */
const SLICE_WORK: f64 = 4e6;
/** Of what is left of its part of an instruction, a member takes the SLICES-th part. */
const SLICES: i32 = 3;

/** The life of a worker: takes every job of the team until it is told to leave. Returns a SERVE code. */
export function serve(team: usize, id: i32): i32 {
  let seen = load<i32>(Meeting.member(team, id), MEMBER_SEEN << 2);
  if (seen == 0) atomic.add<i32>(team, 1, TEAM_READY << 2);
  while (true) {
    seen = Meeting.nextJob(team, seen);
    if (seen == JOB_QUIT) return SERVE_QUIT;
    // The address is found anew: the baseline compiler of Node 20 loses one that it keeps over the wait.
    store<i32>(Meeting.member(team, id), seen, MEMBER_SEEN << 2);
    const status = join(team, id);
    if (status == STATUS_LOST) return SERVE_LOST;
    if (id == 0) {
      store<i32>(team, status, TEAM_STATUS << 2);
      return SERVE_DONE;
    }
  }
}

/** Runs the team's job as one of its members; the same walk for all of them. Returns a STATUS. */
export function join(team: usize, id: i32): i32 {
  const threads = load<i32>(team, TEAM_THREADS << 2);
  const program = <usize>load<u32>(team, TEAM_PROGRAM << 2);
  const regions = <usize>load<u32>(team, TEAM_REGIONS << 2);
  const state = <usize>load<u32>(team, TEAM_STATE << 2);
  const scratch = <usize>load<u32>(team, TEAM_SCRATCH << 2) + <usize>id * <usize>load<u32>(team, TEAM_STRIDE << 2);
  const whole = load<i32>(team, TEAM_WHOLE << 2) != 0;
  const code = program + ((<usize>(HEADER_WORDS + load<i32>(program, HEADER_REGIONS << 2))) << 2);
  const end = load<i32>(program, HEADER_CODE_WORDS << 2);
  const steps = load<i32>(state, STATE_STEPS << 2);
  let budget = load<f64>(team, TEAM_BUDGET << 2);
  let pc = load<i32>(state, STATE_PC << 2);
  let unit = load<i32>(state, STATE_UNIT << 2);
  let step = load<i32>(state, STATE_STEP << 2);
  let counters = 0;
  while (step < steps) {
    while (pc < end) {
      const p = code + ((<usize>pc) << 2);
      const units = load<i32>(p, INSTRUCTION_UNITS << 2);
      const work = <f64>load<u32>(p, INSTRUCTION_WORK << 2);
      const flags = load<i32>(p, INSTRUCTION_FLAGS << 2);
      if (flags & FLAG_BARRIER) {
        const stop = Meeting.meet(team, id, threads, counters, 0, 0);
        if (stop) return id == 0 ? report(team, threads, state, step, stop) : leave(stop);
        counters = 0;
        // All members count the same budget, so all of them pause here.
        if (budget <= 0 && !whole) return id == 0 ? stand(state, pc, step, STATUS_PAUSED) : STATUS_PAUSED;
      }
      if (flags & FLAG_SHARED) {
        share(team, id, p, pc, regions, scratch, counters++, unit, units, work, threads);
      } else if (id == 0) {
        run(team, id, p, pc, regions, unit, units, scratch);
      }
      budget -= work * <f64>(units - unit);
      pc += load<i32>(p, INSTRUCTION_LENGTH << 2);
      unit = 0;
    }
    pc = 0;
    step += 1;
    const stop = Meeting.meet(team, id, threads, counters, state, step);
    if (stop & (STOP_FAILED | STOP_LOST)) return id == 0 ? report(team, threads, state, step - 1, stop) : leave(stop);
    counters = 0;
    if (step < steps && (stop || budget <= 0)) {
      return id == 0 ? stand(state, 0, step, STATUS_PAUSED) : STATUS_PAUSED;
    }
  }
  return id == 0 ? stand(state, 0, step, STATUS_DONE) : STATUS_DONE;
}

/**
 * Takes slices of a shared instruction until none is left: first of its own part, so that a thread finds near what it wrote before,
 * then of the others'. Which thread takes which changes no bit.
 */
function share(
  team: usize,
  id: i32,
  p: usize,
  pc: i32,
  regions: usize,
  scratch: usize,
  counter: i32,
  from: i32,
  units: i32,
  work: f64,
  threads: i32,
): void {
  const most = <i32>min<f64>(max<f64>(1, SLICE_WORK / work), 1e9);
  for (let next = 0; next < threads; next++) {
    const owner = (id + next) % threads;
    const start = from + part(units - from, owner, threads);
    const size = from + part(units - from, owner + 1, threads) - start;
    const taken = Meeting.member(team, owner) + ((<usize>(MEMBER_COUNTERS + counter)) << 2);
    for (;;) {
      // Large slices first, small ones at the end, so that all finish together.
      const left = size - atomic.load<i32>(taken);
      if (left <= 0) break;
      const slice = max(1, min(most, left / SLICES));
      const lo = atomic.add<i32>(taken, slice);
      if (lo >= size) break;
      if (!run(team, id, p, pc, regions, start + lo, start + min(size, lo + slice), scratch)) return;
      Meeting.beat(team, id);
    }
  }
}

/** Where the part of a member begins. */
function part(units: i32, id: i32, threads: i32): i32 {
  return <i32>((<i64>units * <i64>id) / <i64>threads);
}

/** Units [lo, hi) of an instruction; false after noting a fault. */
function run(team: usize, id: i32, p: usize, pc: i32, regions: usize, lo: i32, hi: i32, scratch: usize): bool {
  const opcode = load<i32>(p, INSTRUCTION_OPCODE << 2);
  const status = dispatch(opcode, p + (INSTRUCTION_WORDS << 2), regions, lo, hi, scratch);
  if (status == STATUS_DONE) return true;
  const own = Meeting.member(team, id);
  // The first fault of a member is the one that counts.
  if (load<i32>(own, MEMBER_STATUS << 2) == STATUS_DONE) {
    store<i32>(own, status, MEMBER_STATUS << 2);
    store<i32>(own, pc, MEMBER_PC << 2);
    store<i32>(own, lo, MEMBER_UNIT << 2);
    store<i32>(own, load<i32>(scratch), MEMBER_VALUE << 2);
    atomic.or<i32>(team, STOP_FAILED, TEAM_STOP << 2);
  }
  return false;
}

function leave(stop: i32): i32 {
  return stop & STOP_LOST ? STATUS_LOST : STATUS_PAUSED;
}

/** Where the run stands, for the next call. */
function stand(state: usize, pc: i32, step: i32, status: i32): i32 {
  store<i32>(state, pc, STATE_PC << 2);
  store<i32>(state, 0, STATE_UNIT << 2);
  store<i32>(state, step, STATE_STEP << 2);
  return status;
}

/** The first fault in the order of the program: the slices of a part are given out in order, so it is the same for any team. */
function report(team: usize, threads: i32, state: usize, step: i32, stop: i32): i32 {
  if (stop & STOP_LOST) return stand(state, 0, step, STATUS_LOST);
  let first: usize = 0;
  for (let id = 0; id < threads; id++) {
    const own = Meeting.member(team, id);
    if (load<i32>(own, MEMBER_STATUS << 2) == STATUS_DONE) continue;
    if (first != 0) {
      const pc = load<i32>(own, MEMBER_PC << 2) - load<i32>(first, MEMBER_PC << 2);
      const unit = load<i32>(own, MEMBER_UNIT << 2) - load<i32>(first, MEMBER_UNIT << 2);
      if (pc > 0 || (pc == 0 && unit > 0)) continue;
    }
    first = own;
  }
  store<i32>(state, load<i32>(first, MEMBER_PC << 2), STATE_FAILED_PC << 2);
  store<i32>(state, load<i32>(first, MEMBER_VALUE << 2), STATE_VALUE << 2);
  return stand(state, 0, step, load<i32>(first, MEMBER_STATUS << 2));
}
