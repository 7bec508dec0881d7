/** What the layers that cut borders share. */
import { ShapeError } from "../../core/errors";
import type { Tensor } from "../../core/tensor";
import type { Config } from "../../nn/core/serialize";
import * as ops from "../../ops/gen/public";
import { type BorderOption, type Borders, borderConfig, bordersOf } from "./borders";
import { type DataFormat, dataFormat, spatialShape } from "./images";
import { Layer, type LayerOptions, type Shapes } from "./layer";
import { layerOptions } from "./options";

/** Options of the layers that cut borders. */
export interface CroppingOptions extends LayerOptions {
  /**
   * One number for all sides, one for each axis, or a pair for each axis; over one axis: a number or a pair. By default 1,
   * over two axes 0.
   */
  cropping?: BorderOption;
  /** "channels_last" or "channels_first"; sequences are channels_last. */
  dataFormat?: string | null;
}

/** A layer that cuts cells off around `rank` spatial axes. */
export abstract class Cropping extends Layer {
  readonly cropping: Borders;
  readonly dataFormat: DataFormat;

  constructor(className: string, rank: number, options: CroppingOptions | undefined) {
    const own = layerOptions(className, options, rank === 1 ? ["cropping"] : ["cropping", "dataFormat"]);
    super(own);
    this.dataFormat = dataFormat(this.name, own.dataFormat);
    this.cropping = bordersOf(this.name, "cropping", own.cropping ?? (rank === 2 ? 0 : 1), rank);
  }

  override checkInput(shapes: Shapes): void {
    const { sizes } = spatialShape(this.name, shapes, this.dataFormat, this.cropping.length);
    if (this.cropping.every(([before, after], i) => (sizes[i] ?? Number.POSITIVE_INFINITY) > before + after)) return;
    throw new ShapeError(this.name, "nothing of the input is left", {
      expected: `more than ${this.cropping.map(([before, after]) => before + after).join(" by ")} cells`,
      received: { "x.shape": shapes, cropping: borderConfig(this.cropping) },
      fix: "Crop less, or use larger inputs",
    });
  }

  override call(inputs: Tensor): Tensor {
    const first = this.dataFormat === "channels_first" ? 2 : 1;
    const cut = inputs.dims.map((_, axis) => this.cropping[axis - first] ?? ([0, 0] as const));
    const start = cut.map(([before]) => before);
    return ops.slice(
      inputs,
      start,
      inputs.dims.map((d, axis) => d - cut[axis]![0] - cut[axis]![1]),
    );
  }

  override getConfig(): Config {
    const format = this.cropping.length === 1 ? {} : { data_format: this.dataFormat };
    return { ...super.getConfig(), cropping: borderConfig(this.cropping), ...format };
  }
}
