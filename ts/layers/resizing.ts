import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import { checkResize, RESIZE_KEYS, type ResizeOptions, resize } from "../ops/image/resize";
import { type DataFormat, dataFormat } from "./core/images";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions, positive } from "./core/options";
import { checkPicture } from "./core/picture";

/** Options of `Resizing`. */
export interface ResizingOptions extends LayerOptions, ResizeOptions {
  /** The height of the output. */
  height: number;
  /** The width of the output. */
  width: number;
}

/**
 * Images in another size, in training and inference. Whole numbers are rounded and stay of their dtype.
 *
 * Input [batch, height, width, channels] or [height, width, channels], output with the new height and width.
 *
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.resizing({ height: 2, width: 3 }).apply(ops.ones([1, 4, 4, 3])).shape // [ 1, 2, 3, 3 ]
 */
export class Resizing extends Layer {
  static override className = "Resizing";
  readonly height: number;
  readonly width: number;
  readonly dataFormat: DataFormat;
  readonly #options: Required<Omit<ResizeOptions, "dataFormat">>;

  constructor(options: ResizingOptions) {
    const own = layerOptions(
      "Resizing",
      options,
      ["height", "width", ...RESIZE_KEYS, "dataFormat"],
      ["boundingBoxFormat", "factor"],
    );
    super(own);
    this.height = positive(this.name, "height", own.height);
    this.width = positive(this.name, "width", own.width);
    this.dataFormat = dataFormat(this.name, own.dataFormat);
    checkResize(this.name, own);
    this.#options = {
      interpolation: own.interpolation ?? "bilinear",
      cropToAspectRatio: own.cropToAspectRatio ?? false,
      padToAspectRatio: own.padToAspectRatio ?? false,
      fillMode: own.fillMode ?? "constant",
      fillValue: own.fillValue ?? 0,
      antialias: own.antialias ?? false,
    };
  }

  override checkInput(shapes: Shapes): void {
    checkPicture(this.name, shapes);
  }

  override call(inputs: Tensor): Tensor {
    return resize(inputs, [this.height, this.width], { ...this.#options, dataFormat: this.dataFormat });
  }

  override getConfig(): Config {
    const { interpolation, cropToAspectRatio, padToAspectRatio, fillMode, fillValue, antialias } = this.#options;
    return {
      ...super.getConfig(),
      data_format: this.dataFormat,
      height: this.height,
      width: this.width,
      interpolation,
      crop_to_aspect_ratio: cropToAspectRatio,
      pad_to_aspect_ratio: padToAspectRatio,
      fill_mode: fillMode,
      fill_value: fillValue,
      antialias,
    };
  }
}

/** Makes a `Resizing` layer. */
export function resizing(options: ResizingOptions): Resizing {
  return new Resizing(options);
}
