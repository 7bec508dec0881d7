import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { resize } from "../ops/image/resize";
import { type DataFormat, dataFormat } from "./core/images";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions, positive } from "./core/options";
import { checkPicture } from "./core/picture";

/** Options of `CenterCrop`. */
export interface CenterCropOptions extends LayerOptions {
  /** The height of the output. */
  height: number;
  /** The width of the output. */
  width: number;
  /** "channels_last" or "channels_first". */
  dataFormat?: string | null;
}

/**
 * The middle of images, as float32. An image that is too small is resized first, keeping its aspect ratio.
 *
 * Input [batch, height, width, channels] or [height, width, channels], output with the new height and width.
 *
 * @throws ShapeError when the input has not three or four axes.
 * @example layers.centerCrop({ height: 2, width: 3 }).apply(ops.ones([1, 4, 4, 3])).shape // [ 1, 2, 3, 3 ]
 */
export class CenterCrop extends Layer {
  static override className = "CenterCrop";
  readonly height: number;
  readonly width: number;
  readonly dataFormat: DataFormat;

  constructor(options: CenterCropOptions) {
    const absent = ["boundingBoxFormat", "factor"];
    const own = layerOptions("CenterCrop", options, ["height", "width", "dataFormat"], absent);
    super(own);
    this.height = positive(this.name, "height", own.height);
    this.width = positive(this.name, "width", own.width);
    this.dataFormat = dataFormat(this.name, own.dataFormat);
  }

  override checkInput(shapes: Shapes): void {
    checkPicture(this.name, shapes);
  }

  override call(inputs: Tensor): Tensor {
    const x = ops.cast(inputs, "float32");
    const rows = this.dataFormat === "channels_first" ? x.rank - 2 : x.rank - 3;
    const [down, right] = [x.dims[rows]! - this.height, x.dims[rows + 1]! - this.width];
    if (down < 0 || right < 0) {
      return resize(x, [this.height, this.width], { cropToAspectRatio: true, dataFormat: this.dataFormat });
    }
    const start = x.dims.map(() => 0);
    const size = [...x.dims];
    [start[rows], start[rows + 1]] = [Math.floor(down / 2), Math.floor(right / 2)];
    [size[rows], size[rows + 1]] = [this.height, this.width];
    return ops.slice(x, start, size);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), data_format: this.dataFormat, height: this.height, width: this.width };
  }
}

/** Makes a `CenterCrop` layer. */
export function centerCrop(options: CenterCropOptions): CenterCrop {
  return new CenterCrop(options);
}
