/** What the pooling layers share. */
import type { Config } from "../../nn/core/serialize";
import { checkPadding, type Padding, sizesOf } from "../../ops/kinds/window";
import { checkWindow, type DataFormat, dataFormat, spatialShape } from "./images";
import { Layer, type LayerOptions, type Shapes } from "./layer";
import { layerOptions } from "./options";

/** Options of the pooling layers. */
export interface PoolingOptions extends LayerOptions {
  /** The size of the window along each axis, or one number for all; 2 by default. */
  poolSize?: number | readonly number[];
  /** The pool size when absent. */
  strides?: number | readonly number[] | null;
  /** "valid" (no border) or "same". */
  padding?: string;
  /** "channels_last" or "channels_first". */
  dataFormat?: string | null;
}

/** A layer that folds each window over `rank` spatial axes to one cell. */
export abstract class Pooling extends Layer {
  readonly rank: number;
  readonly poolSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding;
  readonly dataFormat: DataFormat;

  constructor(className: string, rank: number, options: PoolingOptions | undefined) {
    const own = layerOptions(className, options, ["poolSize", "strides", "padding", "dataFormat"]);
    super(own);
    this.rank = rank;
    this.poolSize = sizesOf(this.name, "poolSize", own.poolSize ?? 2, rank);
    this.strides = sizesOf(this.name, "strides", own.strides ?? this.poolSize, rank);
    this.padding = checkPadding(this.name, own.padding);
    this.dataFormat = dataFormat(this.name, own.dataFormat);
  }

  override checkInput(shapes: Shapes): void {
    const sizes = spatialShape(this.name, shapes, this.dataFormat, this.rank);
    checkWindow(this.name, shapes, sizes, { size: this.poolSize, padding: this.padding }, "poolSize");
  }

  /** Options of the op. */
  protected get window(): { strides: readonly number[]; padding: Padding; dataFormat: DataFormat } {
    return { strides: this.strides, padding: this.padding, dataFormat: this.dataFormat };
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      pool_size: [...this.poolSize],
      padding: this.padding,
      strides: [...this.strides],
      data_format: this.dataFormat,
    };
  }
}
