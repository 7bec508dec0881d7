import { engine } from "../../backend/engine";
import { ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { Callback, type Logs } from "./callback";

/** Options of `LearningRateScheduler`. */
export interface LearningRateSchedulerOptions {
  /** The learning rate of an epoch, from its number (the first is 0) and the learning rate so far. */
  schedule: (epoch: number, learningRate: number) => number;
  verbose?: number;
}

/**
 * Sets the learning rate at the start of every epoch, and logs it.
 *
 * @throws ValueError when the schedule gives no number.
 * @example new callbacks.LearningRateScheduler({ schedule: (epoch, rate) => (epoch < 10 ? rate : rate / 2) }).verbose // 0
 */
export class LearningRateScheduler extends Callback {
  readonly schedule: (epoch: number, learningRate: number) => number;
  readonly verbose: number;

  constructor(options: LearningRateSchedulerOptions) {
    super();
    const { schedule, verbose = 0 } = checkOptions(
      "LearningRateScheduler",
      options,
      ["schedule", "verbose"],
      "new LearningRateScheduler({ schedule: (epoch, learningRate) => ... })",
    );
    if (typeof schedule !== "function") {
      throw new ValueError("LearningRateScheduler", "schedule is no function", { received: { schedule } });
    }
    this.schedule = schedule;
    this.verbose = verbose;
  }

  override async onEpochBegin(epoch: number): Promise<void> {
    const { optimizer } = this.model;
    await engine().exclusive(() => {
      const learningRate = this.schedule(epoch, optimizer.learningRate);
      if (typeof learningRate !== "number" || Number.isNaN(learningRate)) {
        throw new ValueError("LearningRateScheduler", "the schedule gave no number", { received: { learningRate } });
      }
      optimizer.learningRate = learningRate;
      if (this.verbose > 0) {
        console.log(`Epoch ${epoch + 1}: LearningRateScheduler setting learning rate to ${learningRate}.`);
      }
    });
  }

  override async onEpochEnd(_epoch: number, logs: Logs = {}): Promise<void> {
    await engine().exclusive(() => {
      logs.learning_rate = this.model.optimizer.learningRate;
    });
  }
}
