/** A team of threads over one memory: it starts when first wanted, works until it is stopped or a member is lost. */
import { WORKER } from "#worker";
import {
  JOB_QUIT,
  MEMBER_BEAT,
  MEMBER_STATUS,
  MEMBER_WORDS,
  SERVE_DONE,
  SERVE_LOST,
  STATUS_DONE,
  STATUS_LOST,
  STOP_PAUSE,
  TEAM_BUDGET,
  TEAM_JOB,
  TEAM_MEMBERS,
  TEAM_PATIENCE,
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
} from "../../assembly/layout";
import { type HostWorker, type Report, startWorker } from "../platform/workers";
import type { Heap } from "./heap";
import type { EngineExports } from "./module";

/** What a team is made of. */
export interface TeamParts {
  readonly heap: Heap;
  readonly exports: EngineExports;
  readonly module: WebAssembly.Module;
  readonly threads: number;
  /** Whether the calling thread is member 0; else it must not wait, and all members are workers. */
  readonly joins: boolean;
  /** The worker file of the package, where the host allows no other. */
  readonly file: string | URL | undefined;
}

/** A program at a place, and how far it may go. */
export interface Job {
  readonly program: number;
  readonly regions: number;
  readonly state: number;
  readonly scratch: number;
  /** Bytes of scratch of one member. */
  readonly stride: number;
  readonly budget: number;
  /** Nanoseconds of the longest piece that cannot be shared, about. */
  readonly longest: number;
}

/** How often a host that is no member looks whether anybody lives, and how often in vain until nobody does. */
const WATCH_MILLISECONDS = 500;
const WATCHES = 8;

/** Naps of a tenth of a second without a sign of life that make a member lost: two seconds, */
const NAPS = 20;
const NAP_NANOSECONDS = 1e8;
/** and so many times what the longest piece should take. */
const CAUTION = 100;

/** By when members have left a job that was given up. */
const LEAVE_MILLISECONDS = 500;

/** Bytes of a line of the team's block: no two threads write into one line of a cache. */
const LINE = 64;

const budgets = new Float64Array(1);
const budgetWords = new Int32Array(budgets.buffer);

/** Threads that run programs together. */
export class Team {
  readonly threads: number;
  /** Why there is no team any more, or could not be one. */
  ended: string | undefined;
  readonly #parts: TeamParts;
  readonly #block: number;
  readonly #address: number;
  readonly #workers: HostWorker[] = [];
  #open = 0;
  #freed = false;
  #job = 0;
  #wake: ((status: number) => void) | undefined;

  constructor(parts: TeamParts) {
    this.#parts = parts;
    this.threads = parts.threads;
    const { heap, threads } = parts;
    const words = TEAM_MEMBERS + threads * MEMBER_WORDS;
    this.#block = heap.allocate(words * 4 + LINE, "a team of threads");
    this.#address = Math.ceil(this.#block / LINE) * LINE;
    heap.ints.fill(0, this.#address >>> 2, (this.#address >>> 2) + words);
    try {
      for (let id = parts.joins ? 1 : 0; id < threads; id++) this.#start(id);
    } catch (error) {
      this.#end(String(error));
    }
  }

  /** Whether every member waits for a job. */
  get ready(): boolean {
    return !this.ended && this.#load(TEAM_READY) === this.threads - (this.#parts.joins ? 1 : 0);
  }

  /** Resolves when all members are there, or the team has ended. */
  async started(): Promise<void> {
    while (!this.ready && !this.ended) {
      // Members sign in by a word of memory: there is no event for it.
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  /** Runs a job with the calling thread as member 0. Returns a STATUS. */
  run(job: Job): number {
    this.#give(job, false);
    const status = this.#parts.exports.join(this.#address, 0);
    if (status === STATUS_LOST) this.#end("a worker thread no longer answers");
    return status;
  }

  /** Runs a job on the workers alone; it pauses only between steps. Resolves to a STATUS. */
  async runAsync(job: Job): Promise<number> {
    this.#give(job, true);
    let life = this.#signs();
    let idle = 0;
    const watch = setInterval(() => {
      const now = this.#signs();
      idle = now === life ? idle + 1 : 0;
      life = now;
      if (idle === WATCHES) this.#end("no worker thread answers any more");
    }, WATCH_MILLISECONDS);
    try {
      return await new Promise<number>((resolve) => {
        this.#wake = resolve;
        if (this.ended) resolve(STATUS_LOST);
      });
    } finally {
      clearInterval(watch);
      this.#wake = undefined;
    }
  }

  /** Asks a job that `runAsync` runs to pause at the end of its step. */
  pause(): void {
    Atomics.or(this.#parts.heap.ints, (this.#address >>> 2) + TEAM_STOP, STOP_PAUSE);
  }

  /** Sends the workers home. */
  stop(): void {
    if (this.ended) return;
    this.ended = "it was stopped";
    const { heap } = this.#parts;
    Atomics.store(heap.ints, (this.#address >>> 2) + TEAM_JOB, JOB_QUIT);
    Atomics.notify(heap.ints, (this.#address >>> 2) + TEAM_JOB);
    this.#settle();
  }

  #start(id: number): void {
    const { heap, module, file } = this.#parts;
    this.#open++;
    let over = false;
    const end = (reason: string): void => {
      if (over) return;
      over = true;
      this.#open--;
      if (!this.ended) this.#end(reason);
      this.#settle();
    };
    const worker = startWorker(WORKER, file, {
      report: ({ code, error }: Report) => {
        if (code === SERVE_DONE) this.#wake?.(this.#load(TEAM_STATUS));
        else {
          if (code === SERVE_LOST && !this.ended) this.#end(error ?? "a worker thread no longer answers");
          worker.terminate();
          end(error ?? "it left");
        }
      },
      end,
    });
    this.#workers.push(worker);
    worker.post({ module, memory: heap.memory, team: this.#address, id });
  }

  #give(job: Job, whole: boolean): void {
    const { heap } = this.#parts;
    const { ints } = heap;
    const at = this.#address >>> 2;
    budgets[0] = job.budget;
    ints.set(budgetWords, at + TEAM_BUDGET);
    ints[at + TEAM_THREADS] = this.threads;
    ints[at + TEAM_PROGRAM] = job.program;
    ints[at + TEAM_REGIONS] = job.regions;
    ints[at + TEAM_STATE] = job.state;
    ints[at + TEAM_SCRATCH] = job.scratch;
    ints[at + TEAM_STRIDE] = job.stride;
    ints[at + TEAM_WHOLE] = whole ? 1 : 0;
    ints[at + TEAM_PATIENCE] = NAPS + Math.ceil((job.longest * CAUTION) / NAP_NANOSECONDS);
    ints[at + TEAM_STOP] = 0;
    for (let id = 0; id < this.threads; id++) ints[at + TEAM_MEMBERS + id * MEMBER_WORDS + MEMBER_STATUS] = STATUS_DONE;
    this.#job = (this.#job + 1) & 0x3fffffff;
    Atomics.store(ints, at + TEAM_JOB, this.#job);
    Atomics.notify(ints, at + TEAM_JOB);
  }

  /** Ends the team: members leave at their next meeting, those that hang are terminated. */
  #end(reason: string): void {
    if (this.ended) return;
    this.ended = reason;
    this.#parts.exports.abandon(this.#address);
    const finish = (): void => {
      for (const worker of this.#workers) worker.terminate();
      this.#wake?.(STATUS_LOST);
      this.#settle();
    };
    // Who is in the middle of a slice must have put it down before anybody restores what it writes.
    if (this.#wake) setTimeout(finish, LEAVE_MILLISECONDS);
    else finish();
  }

  /** Frees the block when nobody can touch it any more. */
  #settle(): void {
    if (!this.ended || this.#open > 0 || this.#freed) return;
    // Once: the address may be somebody else's by now.
    this.#freed = true;
    this.#parts.heap.release(this.#block);
  }

  #signs(): number {
    const at = (this.#address >>> 2) + TEAM_MEMBERS;
    let sum = 0;
    for (let id = 0; id < this.threads; id++) sum += this.#parts.heap.ints[at + id * MEMBER_WORDS + MEMBER_BEAT]!;
    return sum;
  }

  #load(word: number): number {
    return Atomics.load(this.#parts.heap.ints, (this.#address >>> 2) + word);
  }
}
