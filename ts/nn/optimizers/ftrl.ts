import { ValueError } from "../../core/errors";
import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import * as ops from "../../ops/gen/public";
import { Optimizer, type OptimizerOptions } from "../core/optimizer";
import type { Config } from "../core/serialize";

const FTRL_STRENGTHS = [
  "l1RegularizationStrength",
  "l2RegularizationStrength",
  "l2ShrinkageRegularizationStrength",
] as const;

/** Options of `Ftrl`. */
export interface FtrlOptions extends OptimizerOptions {
  /** 0 or below; -0.5 by default. */
  learningRatePower?: number;
  /** What the sums of squares start from; 0.1 by default. */
  initialAccumulatorValue?: number;
  l1RegularizationStrength?: number;
  l2RegularizationStrength?: number;
  l2ShrinkageRegularizationStrength?: number;
  beta?: number;
}

/**
 * Follow the regularized leader (McMahan et al., 2013).
 *
 * @example new optimizers.Ftrl().iterations // 0
 */
export class Ftrl extends Optimizer {
  static override className = "Ftrl";

  readonly learningRatePower: number;
  readonly initialAccumulatorValue: number;
  readonly l1RegularizationStrength: number;
  readonly l2RegularizationStrength: number;
  readonly l2ShrinkageRegularizationStrength: number;
  readonly beta: number;
  #slots: { sum: Variable; linear: Variable }[] = [];

  constructor(options: FtrlOptions = {}) {
    super(
      "Ftrl",
      options,
      [
        "learningRatePower",
        "initialAccumulatorValue",
        "l1RegularizationStrength",
        "l2RegularizationStrength",
        "l2ShrinkageRegularizationStrength",
        "beta",
      ],
      0.001,
    );
    this.learningRatePower = options.learningRatePower ?? -0.5;
    this.initialAccumulatorValue = options.initialAccumulatorValue ?? 0.1;
    this.l1RegularizationStrength = options.l1RegularizationStrength ?? 0;
    this.l2RegularizationStrength = options.l2RegularizationStrength ?? 0;
    this.l2ShrinkageRegularizationStrength = options.l2ShrinkageRegularizationStrength ?? 0;
    this.beta = options.beta ?? 0;
    const strengths = ["initialAccumulatorValue", ...FTRL_STRENGTHS] as const;
    for (const key of strengths) {
      if (!(this[key] >= 0)) throw new ValueError("Ftrl", `${key} is negative`, { received: { [key]: this[key] } });
    }
    if (!(this.learningRatePower <= 0)) {
      throw new ValueError("Ftrl", "learningRatePower is above 0", {
        received: { learningRatePower: this.learningRatePower },
      });
    }
  }

  protected override makeSlots(variables: readonly Variable[]): void {
    this.#slots = variables.map((w) => ({
      sum: this.addSlot(w, "accumulator", ops.full(w.dims, this.initialAccumulatorValue)),
      linear: this.addSlot(w, "linear"),
    }));
  }

  protected override step(index: number, w: Variable, g: Tensor, lr: Tensor): void {
    const { sum, linear } = this.#slots[index]!;
    const { l1RegularizationStrength: l1, l2RegularizationStrength, l2ShrinkageRegularizationStrength } = this;
    const power = (x: Tensor | Variable): Tensor => ops.power(x, -this.learningRatePower);
    const l2 = ops.add(l2RegularizationStrength, ops.divide(this.beta, ops.multiply(2, lr)));
    const pull = ops.add(g, ops.multiply(2 * l2ShrinkageRegularizationStrength, w));
    const next = ops.add(sum, ops.square(g));
    const change = ops.multiply(ops.divide(ops.subtract(power(next), power(sum)), lr), w);
    const line = ops.add(linear, ops.subtract(pull, change));
    const curve = ops.add(ops.divide(power(next), lr), ops.multiply(2, l2));
    linear.assign(line);
    w.assign(ops.divide(ops.subtract(ops.clip(line, -l1, l1), line), curve));
    sum.assign(next);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      learning_rate_power: this.learningRatePower,
      initial_accumulator_value: this.initialAccumulatorValue,
      l1_regularization_strength: this.l1RegularizationStrength,
      l2_regularization_strength: this.l2RegularizationStrength,
      l2_shrinkage_regularization_strength: this.l2ShrinkageRegularizationStrength,
      beta: this.beta,
    };
  }
}

/** Makes a `Ftrl` optimizer. */
export function ftrl(options: FtrlOptions = {}): Ftrl {
  return new Ftrl(options);
}
