import { normalizeAxes } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { axisList } from "./core/axes";
import { oneInput } from "./core/inputs";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions } from "./core/options";

/** Options of `UnitNormalization`. */
export interface UnitNormalizationOptions extends LayerOptions {
  /** The axes of a vector, the last by default. */
  axis?: number | readonly number[];
}

/**
 * Vectors along axes brought to length 1.
 *
 * Input and output of any shape.
 *
 * @throws ShapeError for an axis out of range.
 * @example layers.unitNormalization().apply(K.constant([[3, 4]])) // [[0.6 0.8]]
 */
export class UnitNormalization extends Layer {
  static override className = "UnitNormalization";
  override supportsMasking = true;
  readonly axis: number | readonly number[];

  constructor(options?: UnitNormalizationOptions) {
    const own = layerOptions("UnitNormalization", options, ["axis"]);
    super(own);
    this.axis = own.axis ?? -1;
    axisList(this.name, this.axis);
  }

  override checkInput(shapes: Shapes): void {
    normalizeAxes(this.name, this.axis, oneInput(this.name, shapes).length);
  }

  override call(inputs: Tensor): Tensor {
    return ops.normalize(inputs, { axis: this.axis, order: 2, epsilon: 1e-12 });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), axis: typeof this.axis === "number" ? this.axis : [...this.axis] };
  }
}

/** Makes a `UnitNormalization` layer. */
export function unitNormalization(options?: UnitNormalizationOptions): UnitNormalization {
  return new UnitNormalization(options);
}
