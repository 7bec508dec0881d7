/** The base of optimizers: what Keras's have in common, around the step of each. */

import { runTrace } from "../../backend/run";
import { scalar } from "../../core/convert";
import { ShapeError, StateError, ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { sameShape } from "../../core/shapes";
import { isPlain } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { currentTrace, Trace, withScope, withTrace } from "../../core/trace";
import { Variable } from "../../core/variable";
import * as ops from "../../ops/gen/public";
import * as schedules from "../schedules";
import { LearningRateSchedule } from "./schedule";
import { type Config, type Serializable, snakeClass } from "./serialize";

/** Options every optimizer takes. */
export interface OptimizerOptions {
  /** A number, a schedule, or the config of one. */
  learningRate?: number | LearningRateSchedule | Config;
  /** Decoupled weight decay: w -= w weightDecay learningRate, before the step. */
  weightDecay?: number | null;
  /** The largest norm of one gradient. Only one of the three clips may be given. */
  clipnorm?: number | null;
  /** The largest absolute value in a gradient. */
  clipvalue?: number | null;
  /** The largest norm of all gradients together. */
  globalClipnorm?: number | null;
  /** Keeps moving averages of the weights, which take their place at the end of `fit`. */
  useEma?: boolean;
  emaMomentum?: number;
  emaOverwriteFrequency?: number | null;
  lossScaleFactor?: number | null;
  /** Sums gradients over that many steps before it changes weights. */
  gradientAccumulationSteps?: number | null;
  name?: string;
}

/** The names of the options above. */
export const OPTIMIZER_KEYS: readonly string[] = [
  "learningRate",
  "weightDecay",
  "clipnorm",
  "clipvalue",
  "globalClipnorm",
  "useEma",
  "emaMomentum",
  "emaOverwriteFrequency",
  "lossScaleFactor",
  "gradientAccumulationSteps",
  "name",
];

/** The base of optimizers. A subclass makes slots and takes the step of one variable. */
export abstract class Optimizer implements Serializable {
  static className?: string;
  readonly name: string;
  readonly iterationVariable: Variable;
  /** Where the learning rate is; nothing with a schedule. */
  readonly learningRateVariable: Variable | undefined;
  readonly schedule: LearningRateSchedule | undefined;
  readonly options: Readonly<Required<Omit<OptimizerOptions, "learningRate" | "name">>>;
  built = false;
  #trained: readonly Variable[] = [];
  #averages: Variable[] = [];
  #accumulators: Variable[] = [];
  #slots: Variable[] = [];
  #excluded: (variable: Variable) => boolean = () => false;
  #pending: ((variables: readonly Variable[]) => void) | undefined;

  constructor(className: string, options: OptimizerOptions, keys: readonly string[], learningRate: number) {
    const own = checkOptions(className, options, [...keys, ...OPTIMIZER_KEYS]);
    this.name = own.name ?? snakeClass(className);
    let rate: unknown = own.learningRate ?? learningRate;
    if (isPlain(rate) && typeof rate.class_name === "string") rate = schedules.deserialize(rate);
    if (!(rate instanceof LearningRateSchedule) && (typeof rate !== "number" || Number.isNaN(rate))) {
      throw new ValueError(className, "learningRate is no number", {
        expected: "a number or a schedule",
        received: { learningRate: rate },
      });
    }
    if (own.useEma && !(own.emaMomentum === undefined || (own.emaMomentum >= 0 && own.emaMomentum <= 1))) {
      throw new ValueError(className, "emaMomentum is out of range", {
        expected: "a number from 0 to 1",
        received: { emaMomentum: own.emaMomentum },
      });
    }
    const clips = [own.clipnorm, own.clipvalue, own.globalClipnorm].filter((c) => c !== undefined && c !== null);
    if (clips.length > 1)
      throw new ValueError(className, "only one of clipnorm, clipvalue and globalClipnorm can be set");
    const steps = own.gradientAccumulationSteps ?? null;
    if (steps !== null && !(Number.isInteger(steps) && steps >= 2)) {
      throw new ValueError(className, "gradientAccumulationSteps is below 2", {
        received: { gradientAccumulationSteps: steps },
      });
    }
    this.options = {
      weightDecay: own.weightDecay ?? null,
      clipnorm: own.clipnorm ?? null,
      clipvalue: own.clipvalue ?? null,
      globalClipnorm: own.globalClipnorm ?? null,
      useEma: own.useEma ?? false,
      emaMomentum: own.emaMomentum ?? 0.99,
      emaOverwriteFrequency: own.emaOverwriteFrequency ?? null,
      lossScaleFactor: own.lossScaleFactor ?? null,
      gradientAccumulationSteps: steps,
    };
    const make = (value: Tensor, name: string): Variable =>
      new Variable(value, { name, path: `${this.name}/${name}`, trainable: false });
    this.iterationVariable = make(scalar(0, "int32"), "iteration");
    if (rate instanceof LearningRateSchedule) this.schedule = rate;
    else this.learningRateVariable = make(scalar(rate as number), "learning_rate");
  }

  /** Makes the slots of all variables, in Keras's order. */
  protected abstract makeSlots(variables: readonly Variable[]): void;
  /** Changes variable `index` by a gradient. `step` is this step's number from 1, float32. */
  protected abstract step(
    index: number,
    variable: Variable,
    gradient: Tensor,
    learningRate: Tensor,
    step: Tensor,
  ): void;

  /** Makes the slot of a variable, zero unless told. */
  protected addSlot(variable: Variable, suffix: string, value?: Tensor): Variable {
    return this.addState(`${variable.path.replaceAll("/", "_")}_${suffix}`, value ?? ops.zeros(variable.dims));
  }

  /** Makes state under a name of its own. */
  protected addState(name: string, value: Tensor): Variable {
    const slot = new Variable(value, { name, path: `${this.name}/${name}`, trainable: false });
    this.#slots.push(slot);
    return slot;
  }

  /** The weight decay of a variable; null for none. */
  protected decayOf(_variable: Variable): number | null {
    return this.options.weightDecay;
  }

  /** What a step does once, before the variables. */
  protected beforeSteps(_step: Tensor): void {}

  /**
   * Leaves variables out of weight decay: those given, and those whose name holds one of `varNames` (regular expressions).
   *
   * @throws StateError after the first step.
   */
  excludeFromWeightDecay(options: { varList?: readonly Variable[]; varNames?: readonly string[] } = {}): void {
    const { varList = [], varNames = [] } = checkOptions(this.name, options, ["varList", "varNames"]);
    if (this.built) throw new StateError(this.name, "excludeFromWeightDecay comes after the optimizer was built");
    const pattern = varNames.length ? new RegExp(varNames.join("|")) : undefined;
    this.#excluded = (variable) => varList.includes(variable) || (pattern?.test(variable.name) ?? false);
  }

  /** Whether a step may change a variable in place: nothing else reads or guards it. */
  protected inPlace(variable: Variable): boolean {
    const { useEma, gradientAccumulationSteps } = this.options;
    const decays = this.decayOf(variable) !== null && !this.#excluded(variable);
    return !decays && !useEma && gradientAccumulationSteps === null && !variable.constraint;
  }

  get learningRate(): number {
    if (this.learningRateVariable) return this.learningRateVariable.read()[0]!;
    return this.schedule!.apply(scalar(this.iterationVariable.read()[0]!, "int32")).dataSync()[0]!;
  }

  /** Takes effect at the next step. @throws StateError with a schedule. */
  set learningRate(value: number) {
    if (typeof value !== "number" || Number.isNaN(value)) {
      throw new ValueError(this.name, "learningRate is no number", { received: { learningRate: value } });
    }
    if (!this.learningRateVariable) {
      throw new StateError(this.name, "has a schedule, so its learning rate cannot be set", {
        fix: "Make the optimizer with a number as learningRate",
      });
    }
    this.learningRateVariable.write(Float32Array.of(value));
  }

  /** Steps that changed weights. */
  get iterations(): number {
    return Math.floor(this.iterationVariable.read()[0]! / (this.options.gradientAccumulationSteps ?? 1));
  }

  /** All state in Keras's order: what a saved model holds. */
  get variables(): Variable[] {
    return [
      this.iterationVariable,
      ...(this.learningRateVariable ? [this.learningRateVariable] : []),
      ...this.#averages,
      ...this.#accumulators,
      ...this.#slots,
    ];
  }

  /** Makes the state for the variables to train, once. */
  build(variables: readonly Variable[]): void {
    if (this.built) {
      if (this.#trained.length !== variables.length || this.#trained.some((v, i) => v !== variables[i])) {
        throw new StateError(this.name, "was built for other variables", {
          fix: "Compile the model with a new optimizer after changing which layers are trainable",
        });
      }
      return;
    }
    this.#trained = [...variables];
    const slots = this.#slots;
    const gather = (suffix: string): Variable[] => {
      this.#slots = [];
      for (const variable of variables)
        this.addSlot(variable, suffix, suffix === "average" ? variable.value : undefined);
      return this.#slots;
    };
    if (this.options.useEma) this.#averages = gather("average");
    if (this.options.gradientAccumulationSteps) this.#accumulators = gather("gradient_accumulator");
    this.#slots = slots;
    this.makeSlots(variables);
    this.built = true;
    this.#pending?.(this.variables);
    this.#pending = undefined;
  }

  /** Runs `restore` on the state now, or when it is made. */
  whenBuilt(restore: (variables: readonly Variable[]) => void): void {
    if (this.built) restore(this.variables);
    else this.#pending = restore;
  }

  /** The loss whose gradients `apply` expects: multiplied by `lossScaleFactor`, which `apply` divides by again. */
  scaleLoss(loss: Tensor): Tensor {
    const { lossScaleFactor } = this.options;
    return lossScaleFactor === null ? loss : ops.multiply(loss, lossScaleFactor);
  }

  /** One step: changes variables by gradients. Inside a trace its effects become the program's. */
  apply(gradients: readonly (Tensor | null | undefined)[], variables: readonly Variable[] = this.#trained): void {
    if (gradients.length !== variables.length) {
      throw new ShapeError(this.name, "gradients and variables differ in number", {
        received: `${gradients.length} gradients, ${variables.length} variables`,
      });
    }
    gradients.forEach((g, i) => {
      if (g && !sameShape(g.shape, variables[i]!.dims)) {
        throw new ShapeError(this.name, `the gradient of ${variables[i]!.path} has another shape`, {
          expected: `[${variables[i]!.dims}]`,
          received: `[${g.shape}]`,
        });
      }
    });
    if (!this.built) this.build(variables);
    if (currentTrace()) {
      this.#apply(gradients, variables);
      return;
    }
    // Values at this moment: the program must not read variables that it changes through old tensors.
    const settled = gradients.map((g) => {
      g?.dataSync();
      return g;
    });
    const trace = new Trace({ training: true });
    withTrace(trace, () => this.#apply(settled, variables));
    runTrace(trace);
  }

  #apply(all: readonly (Tensor | null | undefined)[], variables: readonly Variable[]): void {
    const { lossScaleFactor, gradientAccumulationSteps: every } = this.options;
    const kept: { index: number; variable: Variable; g: Tensor }[] = [];
    variables.forEach((variable, i) => {
      const g = all[i];
      const index = this.#trained.indexOf(variable);
      if (index < 0) {
        throw new StateError(this.name, `was built for other variables than ${variable.path}`, {
          fix: "Give every model an optimizer of its own, and a new one after changing which layers are trainable",
        });
      }
      if (g) kept.push({ index, variable, g: lossScaleFactor === null ? g : ops.divide(g, lossScaleFactor) });
    });
    const iteration = this.iterationVariable.value;
    const rate = this.learningRateVariable?.value ?? this.schedule!.apply(iteration);
    let done: Tensor | undefined;
    let before: Map<Variable, Tensor> | undefined;
    let taken = ops.add(ops.cast(iteration, "float32"), 1);
    if (every !== null) {
      const phase = ops.subtract(taken, ops.multiply(ops.floor(ops.divide(taken, every)), every));
      done = ops.equal(phase, 0);
      taken = ops.add(ops.floor(ops.divide(ops.cast(iteration, "float32"), every)), 1);
      before = new Map([...variables, ...this.#slots].map((v) => [v, v.value]));
      for (const item of kept) {
        const sum = ops.add(item.g, this.#accumulators[item.index]!.value);
        this.#accumulators[item.index]!.assign(ops.where(done, 0, sum));
        item.g = ops.divide(sum, every);
      }
    }
    const gradients = this.#clip(kept.map(({ g }) => g));
    for (const { variable } of kept) {
      const decay = this.#excluded(variable) ? null : this.decayOf(variable);
      if (decay === null) continue;
      const w = variable.value;
      variable.assign(ops.subtract(w, ops.multiply(ops.multiply(w, decay), rate)));
    }
    this.beforeSteps(taken);
    kept.forEach(({ index, variable }, i) => {
      const layer = variable.path.split("/").at(-2) ?? this.name;
      withScope(layer, () => this.step(index, variable, gradients[i]!, rate, taken));
    });
    if (done && before) for (const [v, old] of before) if (v.value !== old) v.assign(ops.where(done, v.value, old));
    this.#average(iteration);
    for (const { variable } of kept) if (variable.constraint) variable.assign(variable.constraint(variable.value));
    this.iterationVariable.assign(ops.add(iteration, 1));
  }

  #clip(gradients: Tensor[]): Tensor[] {
    const { clipnorm, clipvalue, globalClipnorm } = this.options;
    if (clipnorm) {
      return gradients.map((g) => {
        const norm = ops.sqrt(ops.sum(ops.square(g)));
        return ops.divide(ops.multiply(g, clipnorm), ops.maximum(norm, clipnorm));
      });
    }
    if (globalClipnorm && gradients.length) {
      const squares = gradients.map((g) => ops.sum(ops.square(g)));
      const norm = ops.sqrt(squares.reduce((a, b) => ops.add(a, b)));
      const scale = ops.multiply(globalClipnorm, ops.minimum(ops.divide(1, norm), 1 / globalClipnorm));
      return gradients.map((g) => ops.multiply(g, scale));
    }
    if (clipvalue) return gradients.map((g) => ops.clip(g, -clipvalue, clipvalue));
    return gradients;
  }

  #average(iteration: Tensor): void {
    const { useEma, emaMomentum, emaOverwriteFrequency: every, gradientAccumulationSteps } = this.options;
    if (!useEma) return;
    const steps = gradientAccumulationSteps ?? 1;
    const count = ops.floor(ops.divide(ops.cast(iteration, "float32"), steps));
    const momentum = ops.where(ops.equal(count, 0), 0, emaMomentum);
    this.#trained.forEach((variable, i) => {
      const average = this.#averages[i]!;
      const next = ops.add(ops.multiply(momentum, average), ops.multiply(ops.subtract(1, momentum), variable));
      average.assign(next);
      if (every === null) return;
      const taken = ops.add(count, 1);
      const now = ops.equal(ops.subtract(taken, ops.multiply(ops.floor(ops.divide(taken, every)), every)), 0);
      variable.assign(ops.where(now, next, variable));
    });
  }

  /** At the end of training: moving averages take the place of the weights they follow. */
  finalizeVariableValues(): void {
    if (!this.options.useEma) return;
    this.#trained.forEach((variable, i) => {
      variable.write(this.#averages[i]!.read());
    });
  }

  getConfig(): Config {
    const o = this.options;
    return {
      name: this.name,
      learning_rate: this.schedule ? schedules.serialize(this.schedule) : this.learningRate,
      weight_decay: o.weightDecay,
      clipnorm: o.clipnorm,
      global_clipnorm: o.globalClipnorm,
      clipvalue: o.clipvalue,
      use_ema: o.useEma,
      ema_momentum: o.emaMomentum,
      ema_overwrite_frequency: o.emaOverwriteFrequency,
      loss_scale_factor: o.lossScaleFactor,
      gradient_accumulation_steps: o.gradientAccumulationSteps,
    };
  }
}
