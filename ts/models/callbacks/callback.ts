/** The base of callbacks: hooks around training. */
import type { Model } from "../model";

/** Values by name at some point of training. A metric of several values, such as F1Score without average, gives a list. */
export type Logs = Record<string, number>;

/** What training will do. */
export interface TrainingParams {
  epochs: number;
  /** Steps of one epoch, if that is known. */
  steps: number | undefined;
  verbose: number;
}

/** A hook may take its time. */
export type Hook = void | Promise<void>;

/** The base of callbacks; a subclass overrides the hooks it needs. A hook of batches makes every step one call. */
export abstract class Callback {
  model!: Model;
  /** The epoch that a callback wants training to go on with, set in `onTrainBegin`. */
  startEpoch = 0;
  params: TrainingParams = { epochs: 0, steps: undefined, verbose: 0 };

  setModel(model: Model): void {
    this.model = model;
  }

  setParams(params: TrainingParams): void {
    this.params = params;
  }

  onTrainBegin(_logs?: Logs): Hook {}
  onTrainEnd(_logs?: Logs): Hook {}
  onEpochBegin(_epoch: number, _logs?: Logs): Hook {}
  onEpochEnd(_epoch: number, _logs?: Logs): Hook {}
  onTrainBatchBegin(_batch: number, _logs?: Logs): Hook {}
  onTrainBatchEnd(_batch: number, _logs?: Logs): Hook {}
  onTestBegin(_logs?: Logs): Hook {}
  onTestEnd(_logs?: Logs): Hook {}
  onPredictBegin(_logs?: Logs): Hook {}
  onPredictEnd(_logs?: Logs): Hook {}

  /** Between slices of an epoch: a progress bar's chance. `batch` steps are done. */
  onProgress(_batch: number, _logs: () => Logs): void {}

  /** Whether the callback listens to every batch. */
  get listens(): boolean {
    const base = Callback.prototype;
    return this.onTrainBatchBegin !== base.onTrainBatchBegin || this.onTrainBatchEnd !== base.onTrainBatchEnd;
  }
}

/** Several callbacks as one. */
export class CallbackList {
  readonly list: readonly Callback[];
  /** Whether any of them listens to every batch. */
  readonly listens: boolean;
  /** Whether any of them shows progress. */
  readonly follows: boolean;

  constructor(list: readonly Callback[], model: Model, params: TrainingParams) {
    this.list = list;
    this.listens = list.some((callback) => callback.listens);
    this.follows = list.some(({ onProgress }) => onProgress !== Callback.prototype.onProgress);
    for (const callback of list) {
      callback.setModel(model);
      callback.setParams(params);
    }
  }

  /** Calls a hook of all, in order. */
  async call(run: (callback: Callback) => Hook): Promise<void> {
    for (const callback of this.list) await run(callback);
  }
}
