import { engine } from "../../backend/engine";
import { ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import type { Logs } from "./callback";
import { Monitor, type MonitorMode } from "./monitor";

/** Options of `ReduceLROnPlateau`, as in Keras. */
export interface ReduceLROnPlateauOptions {
  monitor?: string;
  /** What the learning rate is multiplied with: below 1, 0.1 by default. */
  factor?: number;
  /** Epochs without improvement before it falls; 10 by default. */
  patience?: number;
  mode?: MonitorMode;
  /** How much better counts as better; 0.0001 by default. */
  minDelta?: number;
  /** Epochs after a fall in which nothing is counted. */
  cooldown?: number;
  /** The smallest learning rate. */
  minLr?: number;
  verbose?: number;
}

/**
 * Lowers the learning rate when a value no longer improves, and logs it.
 *
 * @throws ValueError for a factor of 1 or more.
 * @example new callbacks.ReduceLROnPlateau({ monitor: "loss", patience: 2 }).factor // 0.1
 */
export class ReduceLROnPlateau extends Monitor {
  readonly factor: number;
  readonly patience: number;
  readonly minDelta: number;
  readonly cooldown: number;
  readonly minLr: number;
  readonly verbose: number;
  best: number | undefined;
  #wait = 0;
  #cooling = 0;

  constructor(options: ReduceLROnPlateauOptions = {}) {
    const keys = ["monitor", "factor", "patience", "mode", "minDelta", "cooldown", "minLr", "verbose"];
    const own = checkOptions("ReduceLROnPlateau", options, keys);
    super("ReduceLROnPlateau", own.monitor ?? "val_loss", own.mode ?? "auto");
    this.factor = own.factor ?? 0.1;
    if (!(this.factor < 1)) {
      throw new ValueError("ReduceLROnPlateau", "factor is not below 1", { received: { factor: this.factor } });
    }
    this.patience = own.patience ?? 10;
    this.minDelta = own.minDelta ?? 1e-4;
    this.cooldown = own.cooldown ?? 0;
    this.minLr = own.minLr ?? 0;
    this.verbose = own.verbose ?? 0;
  }

  override onTrainBegin(): void {
    this.begin();
    this.best = undefined;
    this.#wait = 0;
    this.#cooling = 0;
  }

  override async onEpochEnd(epoch: number, logs: Logs = {}): Promise<void> {
    await engine().exclusive(() => this.#end(epoch, logs));
  }

  #end(epoch: number, logs: Logs): void {
    logs.learning_rate = this.model.optimizer.learningRate;
    const value = this.watched(logs);
    if (value === undefined) return;
    if (this.#cooling > 0) {
      this.#cooling--;
      this.#wait = 0;
    }
    if (this.improves(value, this.best, this.minDelta)) {
      this.best = value;
      this.#wait = 0;
    } else if (this.#cooling === 0 && ++this.#wait >= this.patience) this.#reduce(epoch);
  }

  #reduce(epoch: number): void {
    const { optimizer } = this.model;
    const old = optimizer.learningRate;
    if (!(old > Math.fround(this.minLr))) return;
    const next = Math.max(old * this.factor, this.minLr);
    optimizer.learningRate = next;
    this.#cooling = this.cooldown;
    this.#wait = 0;
    if (this.verbose > 0) console.log(`Epoch ${epoch + 1}: ReduceLROnPlateau reducing learning rate to ${next}.`);
  }
}
