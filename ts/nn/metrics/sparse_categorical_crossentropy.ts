import type { Tensor } from "../../core/tensor";
import { MetricOf, type MetricOptions } from "../core/metric";
import { sparseCategoricalCrossentropy } from "../losses/sparse_categorical_crossentropy";

/** Options of `SparseCategoricalCrossentropy`. */
export interface SparseCategoricalCrossentropyArgs {
  /** Whether predictions are logits rather than probabilities. */
  fromLogits?: boolean;
  /** A label whose samples count nothing. */
  ignoreClass?: number | null;
  /** The axis of the classes; the last by default. */
  axis?: number;
}

const DEFAULTS: Required<SparseCategoricalCrossentropyArgs> = { fromLogits: false, ignoreClass: null, axis: -1 };

/** The loss `sparseCategoricalCrossentropy` as a metric. */
export class SparseCategoricalCrossentropy extends MetricOf<SparseCategoricalCrossentropyArgs> {
  static override className = "SparseCategoricalCrossentropy";
  override readonly direction = "down";
  declare readonly fromLogits: boolean;
  declare readonly ignoreClass: number | null;
  declare readonly axis: number;

  constructor(options: MetricOptions & SparseCategoricalCrossentropyArgs = {}) {
    super("SparseCategoricalCrossentropy", "sparse_categorical_crossentropy", options, DEFAULTS);
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return sparseCategoricalCrossentropy(yTrue, yPred, this.args);
  }
}
