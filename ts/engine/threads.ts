/** How many threads an engine may use, and its team: started when a program first wants it. */
import { coreCount } from "../platform/workers";
import { Team, type TeamParts } from "./team";

/** The most threads of an engine. */
export const MAX_THREADS = 64;

/** Teams in a row that may end before they did anything, until threads are given up. */
const TRIES = 20;

/** The threads of an engine. */
export class Threads {
  readonly #parts: Omit<TeamParts, "threads"> | undefined;
  /** Undefined: as many as there are cores, asked when it first matters. */
  #count: number | undefined;
  #why: string | undefined;
  #team: Team | undefined;
  #failures = 0;
  /** Whether any team was ready once: where none can even start, none is tried again. */
  #stood = false;

  /** @param parts What teams are made of; undefined where there can be none, for the reason given by `why`. */
  constructor(parts: Omit<TeamParts, "threads"> | undefined, wanted: number | undefined, why: string) {
    this.#parts = parts;
    this.#count = parts ? wanted : 1;
    this.#why = parts ? (wanted === undefined ? undefined : "asked for by init") : why;
  }

  /** The most threads that run one program. */
  get count(): number {
    this.#count ??= Math.min(coreCount(), MAX_THREADS);
    return this.#count;
  }

  get why(): string {
    return this.#why ?? `${this.count} cores`;
  }

  /** Whether there can be several, now or after `resize`. */
  get possible(): boolean {
    return this.#parts !== undefined;
  }

  /** Whether the calling thread must not wait for the others. */
  get awaits(): boolean {
    return this.#parts !== undefined && !this.#parts.joins && this.count > 1;
  }

  /** The team, when all its members are there; starts one otherwise, so that a later call finds it. */
  team(): Team | undefined {
    if (this.count < 2) return undefined;
    if (this.#team?.ended) this.#fail(this.#team.ended);
    if (this.count < 2) return undefined;
    this.#team ??= new Team({ ...this.#parts!, threads: this.count });
    if (!this.#team.ready) return undefined;
    this.#stood = true;
    return this.#team;
  }

  /** Resolves when the team stands, or cannot be had. */
  async started(): Promise<void> {
    while (this.count > 1 && !this.team()) await this.#team?.started();
  }

  /** Changes the number of threads; false when there can be only one. */
  resize(threads: number): boolean {
    if (!this.#parts) return threads === 1;
    this.#team?.stop();
    this.#team = undefined;
    this.#failures = 0;
    this.#count = threads;
    this.#why = "asked for by init";
    return true;
  }

  /** Notes that a job went well: a team that works may be lost and made again any number of times. */
  succeeded(): void {
    this.#failures = 0;
  }

  #fail(reason: string): void {
    this.#team = undefined;
    if (this.#stood && ++this.#failures < TRIES) return;
    this.#count = 1;
    this.#why = `worker threads cannot be had: ${reason}`;
  }
}
