import type { Tensor } from "../../core/tensor";
import { MetricOf, type MetricOptions } from "../core/metric";
import { binaryCrossentropy } from "../losses/binary_crossentropy";

/** Options of `BinaryCrossentropy`. */
export interface BinaryCrossentropyArgs {
  /** Whether predictions are logits rather than probabilities. */
  fromLogits?: boolean;
  /** How far targets move toward the middle, 0 to 1. */
  labelSmoothing?: number;
}

const DEFAULTS: Required<BinaryCrossentropyArgs> = { fromLogits: false, labelSmoothing: 0 };

/** The loss `binaryCrossentropy` as a metric. */
export class BinaryCrossentropy extends MetricOf<BinaryCrossentropyArgs> {
  static override className = "BinaryCrossentropy";
  static aliases: readonly string[] = ["bce", "BCE"];
  override readonly direction = "down";
  declare readonly fromLogits: boolean;
  declare readonly labelSmoothing: number;

  constructor(options: MetricOptions & BinaryCrossentropyArgs = {}) {
    super("BinaryCrossentropy", "binary_crossentropy", options, DEFAULTS);
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return binaryCrossentropy(yTrue, yPred, this.args);
  }
}
