import { ValueError } from "../core/errors";
import { normalizeAxes } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { oneInput } from "./core/inputs";
import { type CallOptions, Layer, type LayerOptions, oneMask, type Shapes } from "./core/layer";
import { layerOptions } from "./core/options";

/** Options of `Softmax`. */
export interface SoftmaxOptions extends LayerOptions {
  /** The axis, or several that are taken as one; the last by default. */
  axis?: number | readonly number[];
}

/** What stands for a masked logit, as in Keras. */
const MASKED = -1e9;

/**
 * exp(x) over its sum along an axis.
 *
 * Input and output of any shape. Where a `mask` is false the result is 0.
 *
 * @throws ShapeError for an axis out of range.
 * @example layers.softmax().apply(K.constant([[0, 0]])) // [[0.5 0.5]]
 */
export class Softmax extends Layer {
  static override className = "Softmax";
  override supportsMasking = true;
  readonly axis: number | readonly number[];

  constructor(options?: SoftmaxOptions) {
    const own = layerOptions("Softmax", options, ["axis"]);
    super(own);
    this.axis = own.axis ?? -1;
    const axes = typeof this.axis === "number" ? [this.axis] : this.axis;
    if (!Array.isArray(axes) || axes.length === 0 || !axes.every(Number.isInteger)) {
      throw new ValueError(this.name, "axis does not fit", {
        expected: "a whole number, or a list of them",
        received: { axis: own.axis },
      });
    }
  }

  override checkInput(shapes: Shapes): void {
    normalizeAxes(this.name, this.axis, oneInput(this.name, shapes).length);
  }

  override call(inputs: Tensor, options: CallOptions): Tensor {
    const mask = oneMask(options);
    if (!mask) return ops.softmax(inputs, { axis: this.axis });
    const kept = mask.dtype === "bool" ? mask : ops.greater(mask, 0.5);
    return ops.where(kept, ops.softmax(ops.where(kept, inputs, MASKED), { axis: this.axis }), 0);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), axis: typeof this.axis === "number" ? this.axis : [...this.axis] };
  }
}

/** Makes a `Softmax` layer. */
export function softmax(options?: SoftmaxOptions): Softmax {
  return new Softmax(options);
}
