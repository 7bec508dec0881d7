/** Values to go back to when a step is lost in its middle. */
import type { TypedArray } from "../core/dtypes";
import type { Variable } from "../core/variable";
import { turnIfDue } from "../platform/turn";
import type { WasmBuffer } from "./buffer";

/** A snapshot is taken again when that many times the time it takes has passed: training slows by two per cent. */
const PATIENCE = 50;

/** Copies of the variables that a program writes, as they were between two steps. */
export class Snapshot {
  readonly #variables: readonly Variable[];
  readonly #owner: object;
  #values: TypedArray[] = [];
  #step = -1;
  #at = 0;
  #took = 0;

  /** @param owner The program: what else writes a variable makes the snapshot stale. */
  constructor(variables: readonly Variable[], owner: object) {
    this.#variables = variables;
    this.#owner = owner;
  }

  /** The step that the values stand before. */
  get step(): number {
    return this.#step;
  }

  /** Copies the values if the last copy is stale, or old enough. */
  take(step: number, fresh: boolean): void {
    const now = performance.now();
    if (this.#serves(now, fresh)) return;
    this.#done(
      step,
      now,
      this.#variables.map((variable) => variable.read()),
    );
  }

  /** As `take`, with turns of the event loop between variables. */
  async takeSlowly(step: number, fresh: boolean): Promise<void> {
    const now = performance.now();
    if (this.#serves(now, fresh)) return;
    const values: TypedArray[] = [];
    for (const variable of this.#variables) {
      values.push(variable.read());
      await turnIfDue();
    }
    this.#done(step, now, values);
  }

  /** Whether the copies that are there will do. */
  #serves(now: number, fresh: boolean): boolean {
    const own = this.held && this.#variables.every((v) => bufferOf(v).writer === this.#owner);
    return own && !fresh && now - this.#at < this.#took * PATIENCE;
  }

  #done(step: number, since: number, values: TypedArray[]): void {
    this.#values = values;
    for (const variable of this.#variables) bufferOf(variable).writer = this.#owner;
    this.#step = step;
    this.#at = performance.now();
    this.#took = this.#at - since;
  }

  /** Whether there are copies to go back to. */
  get held(): boolean {
    return this.#values.length > 0;
  }

  /** Writes the copies back. */
  restore(): void {
    this.#variables.forEach((variable, i) => {
      bufferOf(variable).write(this.#values[i]!);
    });
    this.drop();
  }

  /** Frees the copies. */
  drop(): void {
    this.#values = [];
  }
}

function bufferOf(variable: Variable): WasmBuffer {
  return variable.buffer as WasmBuffer;
}
