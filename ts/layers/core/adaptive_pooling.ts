/** What the adaptive pooling layers share. */
import type { Config } from "../../nn/core/serialize";
import { sizesOf } from "../../ops/kinds/window";
import { type DataFormat, dataFormat, spatialShape } from "./images";
import { Layer, type LayerOptions, type Shapes } from "./layer";
import { layerOptions } from "./options";

/** Options of the adaptive pooling layers. */
export interface AdaptivePoolingOptions extends LayerOptions {
  /** The size of the output along each axis, or one number for all. */
  outputSize: number | readonly number[];
  /** "channels_last" or "channels_first". */
  dataFormat?: string | null;
}

/** A layer that folds windows over `rank` spatial axes, as many as the output has cells. */
export abstract class AdaptivePooling extends Layer {
  readonly rank: number;
  readonly outputSize: readonly number[];
  readonly dataFormat: DataFormat;

  constructor(className: string, rank: number, options: AdaptivePoolingOptions) {
    const own = layerOptions(className, options, ["outputSize", "dataFormat"]);
    super(own);
    this.rank = rank;
    this.outputSize = sizesOf(this.name, "outputSize", own.outputSize, rank);
    this.dataFormat = dataFormat(this.name, own.dataFormat);
  }

  override checkInput(shapes: Shapes): void {
    spatialShape(this.name, shapes, this.dataFormat, this.rank);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), output_size: [...this.outputSize], data_format: this.dataFormat };
  }
}
