import { engine } from "../../backend/engine";
import type { TypedArray } from "../../core/dtypes";
import { checkOptions } from "../../core/options";
import type { Logs } from "./callback";
import { Monitor, type MonitorMode } from "./monitor";

/** Options of `EarlyStopping`, as in Keras. */
export interface EarlyStoppingOptions {
  monitor?: string;
  /** How much better counts as better. */
  minDelta?: number;
  /** Epochs without improvement before training stops. */
  patience?: number;
  mode?: MonitorMode;
  /** A value that must be beaten. */
  baseline?: number | null;
  /** Whether the best epoch's weights come back at the end. */
  restoreBestWeights?: boolean;
  startFromEpoch?: number;
  verbose?: number;
}

/**
 * Stops training when a value no longer improves.
 *
 * @example new callbacks.EarlyStopping({ monitor: "loss", patience: 2 }).patience // 2
 */
export class EarlyStopping extends Monitor {
  readonly minDelta: number;
  readonly patience: number;
  readonly baseline: number | null;
  readonly restoreBestWeights: boolean;
  readonly startFromEpoch: number;
  readonly verbose: number;
  stoppedEpoch = 0;
  bestEpoch = 0;
  best: number | undefined;
  #wait = 0;
  #weights: TypedArray[] | undefined;

  constructor(options: EarlyStoppingOptions = {}) {
    const keys = [
      "monitor",
      "minDelta",
      "patience",
      "mode",
      "baseline",
      "restoreBestWeights",
      "startFromEpoch",
      "verbose",
    ];
    const own = checkOptions("EarlyStopping", options, keys);
    super("EarlyStopping", own.monitor ?? "val_loss", own.mode ?? "auto");
    this.minDelta = own.minDelta ?? 0;
    this.patience = own.patience ?? 0;
    this.baseline = own.baseline ?? null;
    this.restoreBestWeights = own.restoreBestWeights ?? false;
    this.startFromEpoch = own.startFromEpoch ?? 0;
    this.verbose = own.verbose ?? 0;
  }

  override onTrainBegin(): void {
    this.begin();
    this.#wait = 0;
    this.stoppedEpoch = 0;
    this.bestEpoch = 0;
    this.best = undefined;
    this.#weights = undefined;
  }

  override onEpochEnd(epoch: number, logs: Logs = {}): void {
    const value = this.watched(logs);
    if (value === undefined || epoch < this.startFromEpoch) return;
    if (this.restoreBestWeights && !this.#weights) {
      this.#keep();
      this.bestEpoch = epoch;
    }
    this.#wait++;
    if (this.improves(value, this.best, this.minDelta)) {
      this.best = value;
      this.bestEpoch = epoch;
      if (this.restoreBestWeights) this.#keep();
      if (this.baseline === null || this.improves(value, this.baseline, this.minDelta)) this.#wait = 0;
      return;
    }
    if (this.#wait >= this.patience && epoch > 0) {
      this.stoppedEpoch = epoch;
      this.model.stopTraining = true;
    }
  }

  override async onTrainEnd(): Promise<void> {
    if (this.stoppedEpoch > 0 && this.verbose > 0) console.log(`Epoch ${this.stoppedEpoch + 1}: early stopping`);
    if (!this.#weights) return;
    if (this.verbose > 0) console.log(`Restoring model weights from the end of the best epoch: ${this.bestEpoch + 1}.`);
    const best = this.#weights;
    this.#weights = undefined;
    await engine().exclusive(() => {
      this.model.weights.forEach((variable, i) => {
        variable.write(best[i]!);
      });
    });
  }

  #keep(): void {
    this.#weights = this.model.weights.map((variable) => variable.read());
  }
}
