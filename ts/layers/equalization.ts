import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { histogram } from "../ops/kinds/histogram";
import { type Bounds, sortedRange } from "./core/factors";
import { type DataFormat, dataFormat } from "./core/images";
import { type CallOptions, Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions, positive } from "./core/options";
import { checkPicture } from "./core/picture";
import { BYTES } from "./core/value_range";

/** Options of `Equalization`. */
export interface EqualizationOptions extends LayerOptions {
  /** The range of values; [0, 255] by default. */
  valueRange?: readonly number[];
  /** How many bins the values are counted in; 256 by default. */
  bins?: number;
  /** "channels_last" or "channels_first". */
  dataFormat?: string | null;
}

/**
 * In training, spreads the values of each channel so that all are about equally frequent in the batch; else gives its input
 * back. Output float32.
 *
 * Input [batch, height, width, channels] or [height, width, channels], output of the same shape.
 *
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.equalization().apply([[[[10], [10], [30]]]], { training: true }) // [[[[  0.] [  0.] [255.]]]]
 */
export class Equalization extends Layer {
  static override className = "Equalization";
  readonly valueRange: Bounds;
  readonly bins: number;
  readonly dataFormat: DataFormat;

  constructor(options?: EqualizationOptions) {
    const absent = ["factor", "boundingBoxFormat"];
    const own = layerOptions("Equalization", options, ["valueRange", "bins", "dataFormat"], absent);
    super(own);
    this.valueRange = sortedRange(this.name, own.valueRange);
    this.bins = positive(this.name, "bins", own.bins ?? 256);
    this.dataFormat = dataFormat(this.name, own.dataFormat);
  }

  override checkInput(shapes: Shapes): void {
    checkPicture(this.name, shapes);
  }

  override call(inputs: Tensor, { training }: CallOptions): Tensor {
    const images = ops.cast(inputs, "float32");
    if (!training) return images;
    const axis = this.dataFormat === "channels_first" ? images.rank - 3 : images.rank - 1;
    const [low, high] = this.valueRange;
    const scale = 255 / (high - low);
    // As Keras scales here: another rounding would put some values into other bins.
    const x = low === 0 && high === 255 ? images : ops.add(ops.multiply(images, scale), -low * scale);
    const y = ops.stack(
      ops.unstack(x, { axis }).map((channel) => this.#equalized(channel)),
      { axis },
    );
    return low === 0 && high === 255 ? y : ops.add(ops.multiply(y, 1 / scale), low);
  }

  /** A channel by the table of what part of it is below each bin. */
  #equalized(channel: Tensor): Tensor {
    const last = this.bins - 1;
    const bin = (value: Tensor): Tensor => ops.cast(ops.clip(value, 0, last), "int32");
    const counts = histogram(bin(ops.divide(ops.multiply(channel, last), 255)), this.bins);
    const below = ops.arange(this.bins);
    const upTo = ops.cast(ops.lessEqual(ops.expandDims(below, 1), below), "float32");
    const sums = ops.matmul(ops.expandDims(counts, 0), upTo);
    const first = ops.min(ops.where(ops.greater(sums, 0), sums, channel.size));
    const rest = ops.subtract(ops.max(sums), first);
    // XLA divides by one number so: halves are rounded as it rounds them.
    const inverse = ops.divide(1, ops.where(ops.equal(rest, 0), 1, rest));
    const scaled = ops.multiply(ops.multiply(ops.subtract(sums, first), 255), inverse);
    const table = ops.reshape(ops.clip(ops.round(scaled), ...BYTES), [this.bins]);
    const filled = ops.sum(ops.cast(ops.greater(counts, 0), "float32"));
    const own = bin(ops.multiply(ops.divide(channel, 255), last));
    return ops.where(ops.lessEqual(filled, 1), channel, ops.take(table, own));
  }

  override getConfig(): Config {
    return { ...super.getConfig(), data_format: this.dataFormat, bins: this.bins, value_range: this.valueRange };
  }
}

/** Makes an `Equalization` layer. */
export function equalization(options?: EqualizationOptions): Equalization {
  return new Equalization(options);
}
