import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { type Bounds, sortedRange } from "./core/factors";
import { type DataFormat, dataFormat } from "./core/images";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions } from "./core/options";
import { checkPicture } from "./core/picture";
import { BYTES, rescaled } from "./core/value_range";

/** Options of `AutoContrast`. */
export interface AutoContrastOptions extends LayerOptions {
  /** The range of values; [0, 255] by default. */
  valueRange?: readonly number[];
  /** Kept for files; as in Keras, it is the second and third axis of a batch that are stretched together. */
  dataFormat?: string | null;
}

/**
 * Stretches the values of each channel of an image over the whole range, in training and inference. Output float32.
 *
 * Input [batch, height, width, channels] or [height, width, channels], output of the same shape.
 *
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.autoContrast().apply([[[[10], [20], [30]]]]) // [[[[  0. ] [127.5] [255. ]]]]
 */
export class AutoContrast extends Layer {
  static override className = "AutoContrast";
  readonly valueRange: Bounds;
  readonly dataFormat: DataFormat;

  constructor(options?: AutoContrastOptions) {
    const absent = ["factor", "boundingBoxFormat"];
    const own = layerOptions("AutoContrast", options, ["valueRange", "dataFormat"], absent);
    super(own);
    this.valueRange = sortedRange(this.name, own.valueRange);
    this.dataFormat = dataFormat(this.name, own.dataFormat);
  }

  override checkInput(shapes: Shapes): void {
    checkPicture(this.name, shapes);
  }

  override call(inputs: Tensor): Tensor {
    const images = ops.cast(inputs, "float32");
    const x = rescaled(images, this.valueRange, BYTES);
    const axis = [x.rank - 3, x.rank - 2];
    const [low, high] = [ops.min(x, { axis, keepdims: true }), ops.max(x, { axis, keepdims: true })];
    const range = ops.subtract(high, low);
    // One colour has no contrast; dividing by its range of 0 would spoil gradients, too.
    const flat = ops.equal(range, 0);
    const scale = ops.divide(255, ops.where(flat, 1, range));
    const stretched = ops.clip(ops.add(ops.multiply(x, scale), ops.multiply(ops.negative(low), scale)), ...BYTES);
    return ops.where(flat, images, rescaled(stretched, BYTES, this.valueRange));
  }

  override getConfig(): Config {
    return { ...super.getConfig(), data_format: this.dataFormat, value_range: this.valueRange };
  }
}

/** Makes an `AutoContrast` layer. */
export function autoContrast(options?: AutoContrastOptions): AutoContrast {
  return new AutoContrast(options);
}
