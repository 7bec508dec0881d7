/** A progress bar like Keras's: steps, bar, time and values. */
import { isTerminal, terminalColumns, writeText } from "../platform/output";
import type { Logs } from "./callbacks/callback";

/** Options of `Progbar`. */
export interface ProgbarOptions {
  /** 0: silent, 1: a bar that is redrawn, 2: one line at the end. */
  verbose?: number;
  /** The bar's width in characters. */
  width?: number;
  /** Stands before the one line of verbose 2. */
  title?: string;
}

const INTERVAL = 50;

/** Shows how far a loop of steps has come. */
export class Progbar {
  readonly target: number | undefined;
  readonly verbose: number;
  readonly #width: number;
  readonly #title: string;
  readonly #start: number = performance.now();
  #last = 0;
  #length = 0;

  constructor(target: number | undefined, options: ProgbarOptions = {}) {
    this.target = target;
    this.verbose = options.verbose ?? (isTerminal() ? 1 : 2);
    this.#width = options.width ?? 20;
    this.#title = options.title ?? "";
  }

  /** Whether enough time has passed to draw again. */
  get wantsUpdate(): boolean {
    return this.verbose === 1 && performance.now() - this.#last > INTERVAL;
  }

  /** Draws `current` steps done. */
  update(current: number, logs: Logs = {}): void {
    if (this.verbose !== 1) return;
    this.#last = performance.now();
    const perStep = (this.#last - this.#start) / Math.max(1, current);
    const rest = this.target === undefined ? undefined : perStep * (this.target - current);
    const eta = rest === undefined ? time(this.#last - this.#start) : clock(rest);
    this.#draw(`${this.#steps(current)} ${this.#bar(current)} ${eta} ${each(perStep)}${values(logs)}`);
  }

  /** Draws the end: total time, time of a step, values. */
  finish(steps: number | undefined, logs: Logs = {}): void {
    const total = performance.now() - this.#start;
    const done = steps ?? this.target ?? 0;
    const text = `${time(total)} ${each(total / Math.max(1, done))}${values(logs)}`;
    if (this.verbose === 1) {
      this.#draw(`${this.#steps(done)} ${this.#bar(done)} ${text}`);
      writeText("\n");
    } else if (this.verbose === 2) writeText(`${this.#title}${done}/${done} - ${text}\n`);
  }

  #draw(line: string): void {
    const cut = line.slice(0, Math.max(20, terminalColumns() - 1));
    writeText(`\r${cut.padEnd(this.#length)}`);
    this.#length = cut.length;
  }

  #steps(current: number): string {
    const target = this.target === undefined ? "Unknown" : String(this.target);
    return `${String(current).padStart(target.length)}/${target}`;
  }

  #bar(current: number): string {
    if (this.target === undefined) return "";
    const done = Math.floor((this.#width * Math.min(current, this.target)) / Math.max(1, this.target));
    return `${"━".repeat(done)}${"╺".repeat(done < this.#width ? 1 : 0)}${"─".repeat(Math.max(0, this.#width - done - 1))}`;
  }
}

/** The mean of a metric of several values. */
function mean(value: unknown): number {
  const all = [value].flat(9) as number[];
  return all.reduce((sum, one) => sum + one, 0) / all.length;
}

function values(logs: Logs): string {
  return Object.entries(logs)
    .map(([name, given]) => [name, mean(given)] as const)
    .map(
      ([name, value]) =>
        ` - ${name}: ${Math.abs(value) > 1e-3 || value === 0 ? value.toFixed(4) : value.toExponential(4)}`,
    )
    .join("");
}

function time(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)}s`;
}

/** Time left: 12s, 1:05, 2:03:04. */
function clock(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  const two = (n: number): string => String(n).padStart(2, "0");
  if (seconds >= 3600)
    return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds >= 60 ? `${Math.floor(seconds / 60)}:${two(seconds % 60)}` : `${seconds}s`;
}

function each(milliseconds: number): string {
  if (milliseconds >= 1000) return `${Math.round(milliseconds / 1000)}s/step`;
  if (milliseconds >= 1) return `${Math.round(milliseconds)}ms/step`;
  return `${Math.round(milliseconds * 1000)}us/step`;
}
