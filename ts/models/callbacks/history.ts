import { Callback, type Logs } from "./callback";

/** The values of every epoch: what `fit` gives back. */
export class History extends Callback {
  /** Lists by name, spelled as Keras spells them: loss, accuracy, val_loss ... */
  history: Record<string, number[]> = {};
  /** The numbers of the epochs. */
  epoch: number[] = [];

  override onTrainBegin(): void {
    this.history = {};
    this.epoch = [];
  }

  override onEpochEnd(epoch: number, logs: Logs = {}): void {
    this.epoch.push(epoch);
    for (const [name, value] of Object.entries(logs)) {
      this.history[name] ??= [];
      this.history[name].push(value);
    }
  }
}
