import {
  JOB_QUIT,
  MEMBER_BEAT,
  MEMBER_COUNTERS,
  MEMBER_MET,
  MEMBER_WORDS,
  STATE_STEP,
  STOP_LOST,
  STOP_PAUSE,
  TEAM_ARRIVED,
  TEAM_GENERATION,
  TEAM_JOB,
  TEAM_MEMBERS,
  TEAM_PATIENCE,
  TEAM_SLEEPERS,
  TEAM_STOP,
  TEAM_VERDICT,
} from "../layout";

/** Looks at a word before a thread goes to sleep on it, which costs more: some sixty microseconds. */
const SPINS: i32 = 60000;
/** Nanoseconds of one sleep. */
const NAP: i64 = 100_000_000;
/** Naps without a sign of life after which those who are missing have put down what they had at hand. */
const QUIET: i32 = 3;

/** Where the threads of a team wait: for a job, and for each other. */
export abstract class Meeting {
  /** The line of a member. */
  @inline static member(team: usize, id: i32): usize {
    return team + ((<usize>(TEAM_MEMBERS + id * MEMBER_WORDS)) << 2);
  }

  /** A sign of life. */
  @inline static beat(team: usize, id: i32): void {
    const beat = Meeting.member(team, id) + (MEMBER_BEAT << 2);
    store<i32>(beat, load<i32>(beat) + 1);
  }

  /** Waits for a job that is not `seen`. */
  static nextJob(team: usize, seen: i32): i32 {
    for (let i = 0; i < SPINS; i++) {
      const job = atomic.load<i32>(team, TEAM_JOB << 2);
      if (job != seen) return job;
    }
    while (true) {
      atomic.wait<i32>(team + (TEAM_JOB << 2), seen, -1);
      const job = atomic.load<i32>(team, TEAM_JOB << 2);
      if (job != seen) return job;
    }
  }

  /**
   * Waits until all members are here. The last one clears the counters of shared instructions, decides from TEAM_STOP
   * whether the team goes on, and, at the end of a step (`state` not 0), writes the number of the next. Returns 0 to
   * go on, else bits of STOP; a pause only at the end of a step.
   */
  static meet(team: usize, id: i32, threads: i32, counters: i32, state: usize, step: i32): i32 {
    const generation = atomic.load<i32>(team, TEAM_GENERATION << 2);
    atomic.store<i32>(Meeting.member(team, id) + (MEMBER_MET << 2), generation + 1);
    if (atomic.add<i32>(team, 1, TEAM_ARRIVED << 2) < threads - 1) {
      if (!Meeting.wait(team, id, threads, generation)) return STOP_LOST;
      return load<i32>(team, TEAM_VERDICT << 2);
    }
    atomic.store<i32>(team, 0, TEAM_ARRIVED << 2);
    for (let owner = 0; owner < threads; owner++) {
      memory.fill(Meeting.member(team, owner) + (MEMBER_COUNTERS << 2), 0, (<usize>counters) << 2);
    }
    const stop = atomic.load<i32>(team, TEAM_STOP << 2);
    const verdict = state ? stop : stop & ~STOP_PAUSE;
    store<i32>(team, verdict, TEAM_VERDICT << 2);
    if (state && !(verdict & ~STOP_PAUSE)) store<i32>(state, step, STATE_STEP << 2);
    atomic.add<i32>(team, 1, TEAM_GENERATION << 2);
    if (atomic.load<i32>(team, TEAM_SLEEPERS << 2)) atomic.notify(team + (TEAM_GENERATION << 2));
    return verdict;
  }

  /** Spins, then sleeps, until the generation changes; false when a member is lost. */
  private static wait(team: usize, id: i32, threads: i32, generation: i32): bool {
    const word = team + (TEAM_GENERATION << 2);
    for (let i = 0; i < SPINS; i++) if (atomic.load<i32>(word) != generation) return true;
    let naps = 0;
    let life = Meeting.signs(team, threads, generation);
    while (true) {
      atomic.add<i32>(team, 1, TEAM_SLEEPERS << 2);
      atomic.wait<i32>(word, generation, NAP);
      atomic.sub<i32>(team, 1, TEAM_SLEEPERS << 2);
      if (atomic.load<i32>(word) != generation) return true;
      Meeting.beat(team, id);
      const now = Meeting.signs(team, threads, generation);
      naps = now == life ? naps + 1 : 0;
      life = now;
      if (naps >= QUIET && atomic.load<i32>(team, TEAM_STOP << 2) & STOP_LOST) return false;
      if (naps >= load<i32>(team, TEAM_PATIENCE << 2)) {
        Meeting.abandon(team);
        return false;
      }
    }
  }

  /** Signs of life of the members that have not come to this meeting. */
  private static signs(team: usize, threads: i32, generation: i32): i32 {
    let sum = 0;
    for (let id = 0; id < threads; id++) {
      const own = Meeting.member(team, id);
      if (atomic.load<i32>(own, MEMBER_MET << 2) != generation + 1) sum += load<i32>(own, MEMBER_BEAT << 2);
    }
    return sum;
  }

  /** Sends everybody home: a member is lost. */
  static abandon(team: usize): void {
    atomic.or<i32>(team, STOP_LOST, TEAM_STOP << 2);
    atomic.store<i32>(team, JOB_QUIT, TEAM_JOB << 2);
    atomic.notify(team + (TEAM_GENERATION << 2));
    atomic.notify(team + (TEAM_JOB << 2));
  }
}

/** For the host: see `Meeting.abandon`. */
export function abandon(team: usize): void {
  Meeting.abandon(team);
}
