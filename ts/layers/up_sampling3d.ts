import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import { sizesOf } from "../ops/kinds/window";
import { type DataFormat, dataFormat, spatialShape } from "./core/images";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions } from "./core/options";
import { repeatCells } from "./core/up_sampling";

/** Options of `UpSampling3D`. */
export interface UpSampling3DOptions extends LayerOptions {
  /** How often each cell is repeated along depth, height and width, or one number for all; 2 by default. */
  size?: number | readonly number[];
  /** "channels_last" or "channels_first". */
  dataFormat?: string | null;
}

/**
 * Volumes with every cell repeated.
 *
 * Input [batch, depth, height, width, channels], output [batch, depth', height', width', channels].
 *
 * @throws ShapeError when the input has not five axes.
 * @example layers.upSampling3d().apply(ops.ones([1, 2, 3, 4, 3])).shape // [ 1, 4, 6, 8, 3 ]
 */
export class UpSampling3D extends Layer {
  static override className = "UpSampling3D";
  readonly size: readonly number[];
  readonly dataFormat: DataFormat;

  constructor(options?: UpSampling3DOptions) {
    const own = layerOptions("UpSampling3D", options, ["size", "dataFormat"]);
    super(own);
    this.dataFormat = dataFormat(this.name, own.dataFormat);
    this.size = sizesOf(this.name, "size", own.size ?? 2, 3);
  }

  override checkInput(shapes: Shapes): void {
    spatialShape(this.name, shapes, this.dataFormat, 3);
  }

  override call(inputs: Tensor): Tensor {
    return repeatCells(inputs, this.size, this.dataFormat === "channels_last" ? 1 : 2);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), size: [...this.size], data_format: this.dataFormat };
  }
}

/** Makes an `UpSampling3D` layer. */
export function upSampling3d(options?: UpSampling3DOptions): UpSampling3D {
  return new UpSampling3D(options);
}
