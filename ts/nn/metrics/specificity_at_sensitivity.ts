import type { Tensor } from "../../core/tensor";
import { AtMetric } from "../core/confusion";
import type { MetricOptions } from "../core/metric";

/** Options of `SpecificityAtSensitivity`. */
export interface SpecificityAtSensitivityOptions extends MetricOptions {
  /** What must be reached, 0 to 1. */
  sensitivity: number;
  /** How many thresholds are tried; 200 by default. */
  numThresholds?: number;
  /** Only this class is counted. */
  classId?: number | null;
}

/**
 * The best specificity at a threshold where the sensitivity is at least so much.
 *
 * @throws ValueError for a sensitivity outside 0 to 1.
 * @example { const m = new metrics.SpecificityAtSensitivity({ sensitivity: 0.5 }); m.updateState([0, 0, 1, 1], [0, 0.5, 0.3, 0.9]); m.value() } // 1
 */
export class SpecificityAtSensitivity extends AtMetric {
  static override className = "SpecificityAtSensitivity";
  readonly sensitivity: number;

  constructor(options: SpecificityAtSensitivityOptions) {
    super(
      "SpecificityAtSensitivity",
      "sensitivity",
      options as SpecificityAtSensitivityOptions & Record<string, unknown>,
    );
    this.sensitivity = options.sensitivity;
  }

  protected override shares(): [Tensor, Tensor] {
    return [this.share("tp", "fn"), this.share("tn", "fp")];
  }
}
