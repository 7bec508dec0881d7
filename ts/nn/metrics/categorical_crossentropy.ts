import type { Tensor } from "../../core/tensor";
import { MetricOf, type MetricOptions } from "../core/metric";
import { categoricalCrossentropy } from "../losses/categorical_crossentropy";

/** Options of `CategoricalCrossentropy`. */
export interface CategoricalCrossentropyArgs {
  /** Whether predictions are logits rather than probabilities. */
  fromLogits?: boolean;
  /** How far targets move toward the middle, 0 to 1. */
  labelSmoothing?: number;
  /** The axis of the classes; the last by default. */
  axis?: number;
}

const DEFAULTS: Required<CategoricalCrossentropyArgs> = { fromLogits: false, labelSmoothing: 0, axis: -1 };

/** The loss `categoricalCrossentropy` as a metric. */
export class CategoricalCrossentropy extends MetricOf<CategoricalCrossentropyArgs> {
  static override className = "CategoricalCrossentropy";
  override readonly direction = "down";
  declare readonly fromLogits: boolean;
  declare readonly labelSmoothing: number;
  declare readonly axis: number;

  constructor(options: MetricOptions & CategoricalCrossentropyArgs = {}) {
    super("CategoricalCrossentropy", "categorical_crossentropy", options, DEFAULTS);
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return categoricalCrossentropy(yTrue, yPred, this.args);
  }
}
