import { ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { isStored } from "../../platform/files";
import type { Logs } from "./callback";
import { Monitor, type MonitorMode } from "./monitor";

/** Options of `ModelCheckpoint`, as in Keras. */
export interface ModelCheckpointOptions {
  /** A path, or a URL that `save` takes; {epoch} and names of logs are filled in, as in "m-{epoch:02d}-{val_loss:.3f}.keras". */
  filepath: string;
  monitor?: string;
  mode?: MonitorMode;
  saveBestOnly?: boolean;
  saveWeightsOnly?: boolean;
  /** "epoch", or a number of batches. */
  saveFreq?: "epoch" | number;
  initialValueThreshold?: number | null;
  verbose?: number;
}

/**
 * Saves the model while it trains.
 *
 * @throws ValueError for a path with the wrong ending.
 * @example new callbacks.ModelCheckpoint({ filepath: "best.keras", saveBestOnly: true }).saveBestOnly // true
 */
export class ModelCheckpoint extends Monitor {
  readonly filepath: string;
  readonly saveBestOnly: boolean;
  readonly saveWeightsOnly: boolean;
  readonly saveFreq: "epoch" | number;
  readonly verbose: number;
  best: number | undefined;
  #epoch = 0;
  #batches = 0;

  constructor(options: ModelCheckpointOptions) {
    const keys = [
      "filepath",
      "monitor",
      "mode",
      "saveBestOnly",
      "saveWeightsOnly",
      "saveFreq",
      "initialValueThreshold",
      "verbose",
    ];
    const own = checkOptions("ModelCheckpoint", options, keys, 'new ModelCheckpoint({ filepath: "best.keras" })');
    super("ModelCheckpoint", own.monitor ?? "val_loss", own.mode ?? "auto");
    this.filepath = own.filepath;
    this.saveBestOnly = own.saveBestOnly ?? false;
    this.saveWeightsOnly = own.saveWeightsOnly ?? false;
    this.saveFreq = own.saveFreq ?? "epoch";
    this.verbose = own.verbose ?? 0;
    this.best = own.initialValueThreshold ?? undefined;
    const ending = this.saveWeightsOnly ? ".weights.h5" : ".keras";
    if (typeof this.filepath !== "string" || !(isStored(this.filepath) || this.filepath.endsWith(ending))) {
      throw new ValueError("ModelCheckpoint", "the path has the wrong ending", {
        expected: `a path that ends in ${ending}`,
        received: { filepath: this.filepath },
      });
    }
    if (this.saveFreq !== "epoch" && !(Number.isInteger(this.saveFreq) && this.saveFreq > 0)) {
      throw new ValueError("ModelCheckpoint", "saveFreq does not fit", {
        expected: '"epoch" or a number of batches',
        received: { saveFreq: this.saveFreq },
      });
    }
  }

  override get listens(): boolean {
    return this.saveFreq !== "epoch";
  }

  override onTrainBegin(): void {
    this.begin();
    this.#batches = 0;
  }

  override onEpochBegin(epoch: number): void {
    this.#epoch = epoch;
  }

  override async onTrainBatchEnd(_batch: number, logs: Logs = {}): Promise<void> {
    this.#batches++;
    if (this.saveFreq !== "epoch" && this.#batches % this.saveFreq === 0) await this.#save(logs);
  }

  override async onEpochEnd(_epoch: number, logs: Logs = {}): Promise<void> {
    if (this.saveFreq === "epoch") await this.#save(logs);
  }

  async #save(logs: Logs): Promise<void> {
    if (this.saveBestOnly) {
      const value = this.watched(logs);
      if (value === undefined || !this.improves(value, this.best)) return;
      this.best = value;
    }
    const path = fillIn(this.filepath, { ...logs, epoch: this.#epoch + 1 });
    if (this.verbose > 0) console.log(`Epoch ${this.#epoch + 1}: saving model to ${path}`);
    if (this.saveWeightsOnly) await this.model.saveWeights(path);
    else await this.model.save(path);
  }
}

/** Fills {name}, {name:02d} and {name:.3f} from values. */
function fillIn(path: string, values: Logs): string {
  return path.replace(/\{(\w+)(?::([^}]*))?\}/g, (_all, name: string, format: string | undefined) => {
    const value = values[name];
    if (value === undefined) {
      throw new ValueError("ModelCheckpoint", `there is no "${name}" to fill into the path`, {
        expected: `one of ${Object.keys(values).join(", ")}`,
      });
    }
    const digits = /^\.(\d+)f$/.exec(format ?? "");
    if (digits) return value.toFixed(Number(digits[1]));
    const width = /^0?(\d+)d$/.exec(format ?? "");
    if (width) return String(Math.trunc(value)).padStart(Number(width[1]), format!.startsWith("0") ? "0" : " ");
    return String(value);
  });
}
