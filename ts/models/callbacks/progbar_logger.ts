import { isTerminal, writeText } from "../../platform/output";
import { Progbar } from "../progbar";
import { Callback, type Logs } from "./callback";

/** Shows progress as Keras does: a bar on a terminal, else one line per epoch. */
export class ProgbarLogger extends Callback {
  #bar: Progbar | undefined;

  override onEpochBegin(epoch: number): void {
    const { epochs, steps, verbose } = this.params;
    const bar = verbose === 1 && isTerminal();
    if (bar || verbose === 2 || epochs > 1) {
      if (bar) writeText(`Epoch ${epoch + 1}/${epochs}\n`);
    }
    const title = bar ? "" : `Epoch ${epoch + 1}/${epochs} `;
    this.#bar = new Progbar(steps, { verbose: bar ? 1 : 2, title });
  }

  override onProgress(batch: number, logs: () => Logs): void {
    if (this.#bar?.wantsUpdate) this.#bar.update(batch, logs());
  }

  override onEpochEnd(_epoch: number, logs: Logs = {}): void {
    this.#bar?.finish(this.steps, logs);
  }

  /** Steps of the epoch, learned when it ends if nobody knew. */
  steps: number | undefined;
}
