/** What the global pooling layers share. */
import type { Config } from "../../nn/core/serialize";
import { type DataFormat, dataFormat, spatialShape } from "./images";
import { Layer, type LayerOptions, type Shapes } from "./layer";
import { layerOptions } from "./options";

/** Options of the global pooling layers. */
export interface GlobalPoolingOptions extends LayerOptions {
  /** "channels_last" or "channels_first". */
  dataFormat?: string | null;
  /** Whether the spatial axes stay, with size 1. */
  keepdims?: boolean;
}

/** A layer that folds all spatial axes to one cell. */
export abstract class GlobalPooling extends Layer {
  readonly rank: number;
  readonly dataFormat: DataFormat;
  readonly keepdims: boolean;

  constructor(className: string, rank: number, options: GlobalPoolingOptions | undefined) {
    const own = layerOptions(className, options, ["dataFormat", "keepdims"]);
    super(own);
    this.rank = rank;
    this.dataFormat = dataFormat(this.name, own.dataFormat);
    this.keepdims = own.keepdims ?? false;
  }

  override checkInput(shapes: Shapes): void {
    spatialShape(this.name, shapes, this.dataFormat, this.rank);
  }

  /** Options of the reduction. */
  protected get fold(): { axis: number[]; keepdims: boolean } {
    const first = this.dataFormat === "channels_last" ? 1 : 2;
    return { axis: Array.from({ length: this.rank }, (_, i) => first + i), keepdims: this.keepdims };
  }

  override getConfig(): Config {
    return { ...super.getConfig(), data_format: this.dataFormat, keepdims: this.keepdims };
  }
}
