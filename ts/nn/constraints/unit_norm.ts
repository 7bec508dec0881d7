import { type AxisOptions, NormConstraint } from "../core/constraint";
import type { Config } from "../core/serialize";

/**
 * Scales a weight so that its norms along `axis` are 1.
 *
 * @throws ValueError for an axis that is no whole number.
 * @example K.eval(constraints.unitNorm().apply(K.constant([[3], [4]]))) // [[0.6] [0.8]]
 */
export class UnitNorm extends NormConstraint {
  static override className = "UnitNorm";

  constructor(options?: AxisOptions) {
    super("UnitNorm", options);
  }

  protected override wanted(): number {
    return 1;
  }

  override getConfig(): Config {
    return { axis: this.axis };
  }
}

/** Makes a `UnitNorm`. */
export function unitNorm(options?: AxisOptions): UnitNorm {
  return new UnitNorm(options);
}
