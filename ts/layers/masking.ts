import { ValueError } from "../core/errors";
import { setMask } from "../core/mask";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { inputWithFeatures } from "./core/inputs";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions } from "./core/options";

/** Options of `Masking`. */
export interface MaskingOptions extends LayerOptions {
  /** A step all of whose features are this is left out; 0 by default. */
  maskValue?: number;
}

/**
 * Tells the layers behind it which steps to leave out: those whose features all are `maskValue`. They become 0.
 *
 * Input and output [batch, ..., features]; the mask [batch, ...].
 *
 * @throws ShapeError when the input has no axis of features.
 * @example layers.masking({ maskValue: 9 }).apply(K.constant([[[9, 9], [9, 1]]])) // [[[0. 0.] [9. 1.]]]
 */
export class Masking extends Layer {
  static override className = "Masking";
  override supportsMasking = true;
  readonly maskValue: number;

  constructor(options?: MaskingOptions) {
    const own = layerOptions("Masking", options, ["maskValue"]);
    super(own);
    // Keras writes a value that was a tensor as one.
    const { config } = Object(own.maskValue) as { config?: { value?: unknown } };
    const value = config ? config.value : (own.maskValue ?? 0);
    if (typeof value !== "number") {
      throw new ValueError(this.name, "maskValue is no number", { received: { maskValue: own.maskValue } });
    }
    this.maskValue = value;
  }

  override checkInput(shapes: Shapes): void {
    inputWithFeatures(this.name, shapes);
  }

  override call(inputs: Tensor): Tensor {
    const counts = ops.any(ops.notEqual(inputs, this.maskValue), { axis: -1 });
    const output = ops.where(ops.expandDims(counts, -1), inputs, ops.zerosLike(inputs));
    setMask(output, counts);
    return output;
  }

  override getConfig(): Config {
    return { ...super.getConfig(), mask_value: this.maskValue };
  }
}

/** Makes a `Masking` layer. */
export function masking(options?: MaskingOptions): Masking {
  return new Masking(options);
}
