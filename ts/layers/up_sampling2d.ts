import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import { resize } from "../ops/image/resize";
import { checkInterpolation, type Interpolation } from "../ops/kinds/resampling";
import { sizesOf } from "../ops/kinds/window";
import { type DataFormat, dataFormat, spatialShape } from "./core/images";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions } from "./core/options";
import { repeatCells } from "./core/up_sampling";

/** Options of `UpSampling2D`. */
export interface UpSampling2DOptions extends LayerOptions {
  /** How much larger height and width become, or one number for both; 2 by default. */
  size?: number | readonly number[];
  /** "channels_last" or "channels_first". */
  dataFormat?: string | null;
  /** "nearest" (the default), "bilinear", "bicubic", "lanczos3" or "lanczos5". */
  interpolation?: string;
}

/**
 * Images made larger.
 *
 * Input [batch, height, width, channels], output [batch, height', width', channels].
 *
 * @throws ShapeError when the input has not four axes.
 * @example layers.upSampling2d({ size: [2, 3] }).apply(ops.ones([1, 4, 4, 3])).shape // [ 1, 8, 12, 3 ]
 */
export class UpSampling2D extends Layer {
  static override className = "UpSampling2D";
  readonly size: readonly number[];
  readonly dataFormat: DataFormat;
  readonly interpolation: Interpolation;

  constructor(options?: UpSampling2DOptions) {
    const own = layerOptions("UpSampling2D", options, ["size", "dataFormat", "interpolation"]);
    super(own);
    this.dataFormat = dataFormat(this.name, own.dataFormat);
    this.size = sizesOf(this.name, "size", own.size ?? 2, 2);
    this.interpolation = checkInterpolation(this.name, String(own.interpolation ?? "nearest").toLowerCase());
  }

  override checkInput(shapes: Shapes): void {
    spatialShape(this.name, shapes, this.dataFormat, 2);
  }

  override call(inputs: Tensor): Tensor {
    const first = this.dataFormat === "channels_last" ? 1 : 2;
    if (this.interpolation === "nearest") return repeatCells(inputs, this.size, first);
    const size = this.size.map((factor, i) => inputs.dims[first + i]! * factor);
    return resize(inputs, size, { interpolation: this.interpolation, dataFormat: this.dataFormat });
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      size: [...this.size],
      data_format: this.dataFormat,
      interpolation: this.interpolation,
    };
  }
}

/** Makes an `UpSampling2D` layer. */
export function upSampling2d(options?: UpSampling2DOptions): UpSampling2D {
  return new UpSampling2D(options);
}
