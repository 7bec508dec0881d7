import { ValueError } from "../../core/errors";
import { Callback, type Hook, type Logs } from "./callback";

/** Functions for the hooks. */
export interface LambdaCallbackOptions {
  onTrainBegin?: (logs?: Logs) => Hook;
  onTrainEnd?: (logs?: Logs) => Hook;
  onEpochBegin?: (epoch: number, logs?: Logs) => Hook;
  onEpochEnd?: (epoch: number, logs?: Logs) => Hook;
  onTrainBatchBegin?: (batch: number, logs?: Logs) => Hook;
  onTrainBatchEnd?: (batch: number, logs?: Logs) => Hook;
  onTestBegin?: (logs?: Logs) => Hook;
  onTestEnd?: (logs?: Logs) => Hook;
  onPredictBegin?: (logs?: Logs) => Hook;
  onPredictEnd?: (logs?: Logs) => Hook;
}

const HOOKS = [
  "onTrainBegin",
  "onTrainEnd",
  "onEpochBegin",
  "onEpochEnd",
  "onTrainBatchBegin",
  "onTrainBatchEnd",
  "onTestBegin",
  "onTestEnd",
  "onPredictBegin",
  "onPredictEnd",
] as const;

/**
 * A callback of plain functions.
 *
 * @throws ValueError for an unknown hook.
 * @example new callbacks.LambdaCallback({ onEpochEnd: (epoch) => console.log(epoch) }).listens // false
 */
export class LambdaCallback extends Callback {
  constructor(options: LambdaCallbackOptions = {}) {
    super();
    for (const [key, value] of Object.entries(options)) {
      if (!(HOOKS as readonly string[]).includes(key)) {
        throw new ValueError("LambdaCallback", `there is no hook "${key}"`, { expected: `one of ${HOOKS.join(", ")}` });
      }
      if (typeof value !== "function")
        throw new ValueError("LambdaCallback", `${key} is no function`, { received: { [key]: value } });
      (this as unknown as Record<string, unknown>)[key] = value;
    }
  }
}
