/** What callbacks that watch a value share. */
import { ValueError } from "../../core/errors";
import { Callback, type Logs } from "./callback";

/** Which way is better. */
export type MonitorMode = "auto" | "min" | "max";

/** A callback that watches one of the logs. */
export abstract class Monitor extends Callback {
  readonly monitor: string;
  readonly mode: MonitorMode;
  #better: 1 | -1 | undefined;
  #warned = false;

  constructor(where: string, monitor: string, mode: MonitorMode) {
    super();
    if (!["auto", "min", "max"].includes(mode)) {
      throw new ValueError(where, "the mode is unknown", { expected: '"auto", "min" or "max"', received: { mode } });
    }
    this.monitor = monitor;
    this.mode = mode;
  }

  /** Forgets which way is better, at the start of training. */
  protected begin(): void {
    this.#better = undefined;
    this.#warned = false;
  }

  /** Whether `value` beats `best` by more than `delta`. */
  protected improves(value: number, best: number | undefined, delta = 0): boolean {
    this.#better ??= this.#direction();
    return best === undefined || (value - best) * this.#better > Math.abs(delta);
  }

  /** The watched value; undefined (with one warning) when the logs lack it. */
  protected watched(logs: Logs): number | undefined {
    const value = logs[this.monitor];
    if (value === undefined && !this.#warned) {
      this.#warned = true;
      console.warn(
        `${this.constructor.name}: "${this.monitor}" is not among the logs. Expected one of ${Object.keys(logs).join(", ")}.`,
      );
    }
    return value;
  }

  #direction(): 1 | -1 {
    if (this.mode !== "auto") return this.mode === "max" ? 1 : -1;
    const known = this.model.metricDirection(this.monitor);
    if (known) return known === "up" ? 1 : -1;
    throw new ValueError(this.constructor.name, `does not know whether ${this.monitor} should rise or fall`, {
      fix: 'Set mode: "min" or mode: "max"',
    });
  }
}
