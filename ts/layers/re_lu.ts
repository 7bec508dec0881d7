import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { oneInput } from "./core/inputs";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions, notNegative } from "./core/options";

/** Options of `ReLU`. */
export interface ReLUOptions extends LayerOptions {
  /** The largest value of the output; none by default. */
  maxValue?: number | null;
  /** The slope below the threshold; 0 by default. */
  negativeSlope?: number;
  /** Inputs up to it are damped; 0 by default. */
  threshold?: number;
}

/**
 * x above the threshold, at most maxValue; negativeSlope (x - threshold) below.
 *
 * Input and output of any shape.
 *
 * @throws ValueError when an option is negative.
 * @example layers.reLU({ maxValue: 6 }).apply(K.constant([-1, 2, 9])) // [0. 2. 6.]
 */
export class ReLU extends Layer {
  static override className = "ReLU";
  override supportsMasking = true;
  readonly maxValue: number | null;
  readonly negativeSlope: number;
  readonly threshold: number;

  constructor(options?: ReLUOptions) {
    const own = layerOptions("ReLU", options, ["maxValue", "negativeSlope", "threshold"]);
    super(own);
    const { maxValue = null, negativeSlope = 0, threshold = 0 } = own;
    this.maxValue = maxValue === null ? null : notNegative(this.name, "maxValue", maxValue);
    this.negativeSlope = notNegative(this.name, "negativeSlope", negativeSlope);
    this.threshold = notNegative(this.name, "threshold", threshold);
  }

  override checkInput(shapes: Shapes): void {
    oneInput(this.name, shapes);
  }

  override call(inputs: Tensor): Tensor {
    const { maxValue, negativeSlope, threshold } = this;
    if (negativeSlope === 0) return this.#positive(inputs);
    if (maxValue === null && threshold === 0) return ops.leakyRelu(inputs, { negativeSlope });
    const below = ops.relu(threshold === 0 ? ops.negative(inputs) : ops.subtract(threshold, inputs));
    return ops.subtract(this.#positive(inputs), ops.multiply(below, negativeSlope));
  }

  /** The part above the threshold, cut at maxValue. */
  #positive(x: Tensor): Tensor {
    const { maxValue, threshold } = this;
    if (threshold === 0 && maxValue === 6) return ops.relu6(x);
    const y = threshold === 0 ? ops.relu(x) : ops.where(ops.greater(x, threshold), x, 0);
    return maxValue === null ? y : ops.minimum(y, maxValue);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      max_value: this.maxValue,
      negative_slope: this.negativeSlope,
      threshold: this.threshold,
    };
  }
}

/** Makes a `ReLU` layer. */
export function reLU(options?: ReLUOptions): ReLU {
  return new ReLU(options);
}
