import { FormatError, ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { isMissing, makeFolder, readBytes, removeFile, removeFolder, writeBytes } from "../../platform/files";
import { Callback, type Logs } from "./callback";

/** Options of `BackupAndRestore`, as in Keras. */
export interface BackupAndRestoreOptions {
  /** A folder: a path, or in browsers opfs://NAME or indexeddb://NAME. */
  backupDir: string;
  /** "epoch", or a number of batches. */
  saveFreq?: "epoch" | number;
  /** Whether the state before the last is kept too, for when the last cannot be read. */
  doubleCheckpoint?: boolean;
  /** Whether the backup is removed when training ends. */
  deleteCheckpoint?: boolean;
}

/** Where a training stands. */
interface Place {
  epoch: number;
  batch: number;
  /** The optimizer's steps: they tell which weights belong to it. */
  iterations: number;
}

/** The one of two places that weights of so many steps belong to. */
interface Metadata extends Place {
  /** The place of the backup before: it holds while the newer weights are not written yet. */
  previous?: Place;
}

/**
 * Keeps what an interrupted `fit` needs to go on: weights, optimizer state and the epoch. The same `fit`, called again, begins where the
 * last backup was made.
 *
 * @throws FormatError when a backup cannot be read.
 * @example new callbacks.BackupAndRestore({ backupDir: "backup" }).saveFreq // epoch
 */
export class BackupAndRestore extends Callback {
  readonly backupDir: string;
  readonly saveFreq: "epoch" | number;
  readonly doubleCheckpoint: boolean;
  readonly deleteCheckpoint: boolean;
  #epoch = 0;
  #batches = 0;
  #last: Place | undefined;

  constructor(options: BackupAndRestoreOptions) {
    super();
    const keys = ["backupDir", "saveFreq", "doubleCheckpoint", "deleteCheckpoint"];
    const own = checkOptions("BackupAndRestore", options, keys, 'new BackupAndRestore({ backupDir: "backup" })');
    this.backupDir = own.backupDir;
    this.saveFreq = own.saveFreq ?? "epoch";
    this.doubleCheckpoint = own.doubleCheckpoint ?? false;
    this.deleteCheckpoint = own.deleteCheckpoint ?? true;
    if (typeof this.backupDir !== "string" || this.backupDir === "") {
      throw new ValueError("BackupAndRestore", "backupDir is no folder", { received: { backupDir: own.backupDir } });
    }
    if (this.saveFreq !== "epoch" && !(Number.isInteger(this.saveFreq) && this.saveFreq > 0)) {
      throw new ValueError("BackupAndRestore", "saveFreq does not fit", {
        expected: '"epoch" or a number of batches',
        received: { saveFreq: own.saveFreq },
      });
    }
  }

  override get listens(): boolean {
    return this.saveFreq !== "epoch";
  }

  #path(name: string): string {
    return `${this.backupDir.replace(/\/+$/, "")}/${name}`;
  }

  override async onTrainBegin(): Promise<void> {
    this.#batches = 0;
    this.#epoch = 0;
    this.startEpoch = 0;
    this.#last = undefined;
    try {
      await this.#restore("");
    } catch (error) {
      if (!this.doubleCheckpoint) throw error;
      await this.#restore(".bkp");
    }
  }

  async #restore(ending: string): Promise<void> {
    const path = this.#path(`latest.weights.h5${ending}`);
    const weights = await orNothing(readBytes(path));
    const text = await orNothing(readBytes(this.#path(`training_metadata.json${ending}`)));
    if (!weights) return;
    await this.model.loadWeights(path);
    if (!text) return;
    const metadata = parse(this.#path("training_metadata.json"), text);
    const { iterations } = this.model.optimizer;
    const older = metadata.iterations !== undefined && metadata.iterations !== iterations;
    this.#last = older && metadata.previous ? metadata.previous : metadata;
    this.startEpoch = this.#last.epoch;
    this.#epoch = this.startEpoch;
  }

  override async onEpochEnd(epoch: number): Promise<void> {
    this.#epoch = epoch + 1;
    if (this.saveFreq === "epoch") await this.#save(0);
  }

  override async onTrainBatchEnd(batch: number, _logs?: Logs): Promise<void> {
    if (this.saveFreq === "epoch" || ++this.#batches < this.saveFreq) return;
    this.#batches = 0;
    await this.#save(batch);
  }

  async #save(batch: number): Promise<void> {
    await makeFolder(this.backupDir);
    if (this.doubleCheckpoint) {
      for (const name of ["latest.weights.h5", "training_metadata.json"]) {
        const bytes = await orNothing(readBytes(this.#path(name)));
        if (bytes) await writeBytes(this.#path(`${name}.bkp`), bytes);
      }
    }
    const place: Place = { epoch: this.#epoch, batch, iterations: this.model.optimizer.iterations };
    const metadata: Metadata = this.#last ? { ...place, previous: this.#last } : place;
    // Each file is written whole; between the two the steps tell what belongs together.
    await writeBytes(this.#path("training_metadata.json"), new TextEncoder().encode(JSON.stringify(metadata)));
    await this.model.saveWeights(this.#path("latest.weights.h5"));
    this.#last = place;
  }

  override async onTrainEnd(): Promise<void> {
    if (!this.deleteCheckpoint) return;
    for (const name of ["latest.weights.h5", "training_metadata.json"]) {
      await removeFile(this.#path(name));
      await removeFile(this.#path(`${name}.bkp`));
    }
    await removeFolder(this.backupDir);
  }
}

/** What a file holds; nothing when there is none. */
async function orNothing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function parse(where: string, bytes: Uint8Array): Metadata {
  try {
    const found = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Metadata>;
    if (Number.isInteger(found.epoch) && found.epoch! >= 0) return found as Metadata;
  } catch {
    // Said below.
  }
  throw new FormatError(where, "is no record of a training", {
    expected: '{"epoch": 3, "batch": 0}',
    fix: "Remove the backup folder to begin anew",
  });
}
