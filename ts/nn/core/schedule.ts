/** The base of learning rate schedules. */
import { ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import { type Config, type Serializable, snakeKey } from "./serialize";

/**
 * The base of schedules: a subclass gives the learning rate of a step, with ops, as part of the program.
 *
 * @example { class Half extends LearningRateSchedule { apply(step) { return ops.divide(1, ops.add(step, 1)); } } K.eval(new Half().apply(K.constant(1))) } // 0.5
 */
export abstract class LearningRateSchedule implements Serializable {
  static className?: string;
  /** The learning rate of a step: a float32 scalar, from the number of steps taken so far. */
  abstract apply(step: Tensor): Tensor;

  getConfig(): Config {
    throw new ValueError(this.constructor.name, "has no getConfig", {
      fix: "Write getConfig() { return { ... }; } to save an optimizer with this schedule",
    });
  }
}

/** A schedule under options, which are its attributes too. */
export abstract class ScheduleOf<O extends object> extends LearningRateSchedule {
  readonly name: string;
  protected readonly options: Required<O>;
  readonly #keys: readonly string[];

  /** `saved` are the keys of Keras's config, in its order; `required` have no default, `steps` are above 0. */
  constructor(
    className: string,
    options: O & { name?: string },
    defaults: Partial<O>,
    saved: readonly string[],
    required: readonly string[],
    name: string = className,
  ) {
    super();
    const own = checkOptions(className, options as Record<string, unknown>, saved);
    for (const key of required) {
      if (typeof own[key] !== "number" || Number.isNaN(own[key])) {
        throw new ValueError(className, `${key} is no number`, { expected: "a number", received: { [key]: own[key] } });
      }
    }
    for (const key of ["decaySteps", "firstDecaySteps"]) {
      if (required.includes(key) && !((own[key] as number) > 0)) {
        throw new ValueError(className, `${key} is not positive`, { received: { [key]: own[key] } });
      }
    }
    const filled = defaults as Record<string, unknown>;
    const all = Object.fromEntries(saved.map((key) => [key, own[key] ?? filled[key] ?? null]));
    this.name = own.name === undefined ? name : String(own.name);
    this.options = all as Required<O>;
    this.#keys = saved;
  }

  override getConfig(): Config {
    const all = { ...this.options, name: this.name } as Record<string, unknown>;
    return Object.fromEntries(this.#keys.map((key) => [snakeKey(key), all[key]]));
  }
}
