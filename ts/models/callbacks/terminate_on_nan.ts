import { StateError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { Callback, type Logs } from "./callback";

/**
 * Stops training at the first batch whose loss is NaN or infinite.
 *
 * @throws StateError at that batch, with `raiseError`.
 * @example new callbacks.TerminateOnNaN().listens // true
 */
export class TerminateOnNaN extends Callback {
  readonly raiseError: boolean;

  constructor(options: { raiseError?: boolean } = {}) {
    super();
    this.raiseError = checkOptions("TerminateOnNaN", options, ["raiseError"]).raiseError ?? false;
  }

  override onTrainBatchEnd(batch: number, logs: Logs = {}): void {
    const { loss } = logs;
    if (loss === undefined || Number.isFinite(loss)) return;
    if (this.raiseError) {
      throw new StateError("TerminateOnNaN", `the loss of batch ${batch} is not finite`, { received: { loss } });
    }
    console.log(`Batch ${batch}: Invalid loss, terminating training`);
    this.model.stopTraining = true;
  }
}
