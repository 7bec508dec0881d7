/** What the layers that pad with zeros share. */
import type { Tensor } from "../../core/tensor";
import type { Config } from "../../nn/core/serialize";
import * as ops from "../../ops/gen/public";
import { type BorderOption, type Borders, borderConfig, bordersOf } from "./borders";
import { type DataFormat, dataFormat, spatialShape } from "./images";
import { Layer, type LayerOptions, type Shapes } from "./layer";
import { layerOptions } from "./options";

/** Options of the layers that pad with zeros. */
export interface ZeroPaddingOptions extends LayerOptions {
  /** One number for all sides, one for each axis, or a pair for each axis; 1 by default. Over one axis: a number or a pair. */
  padding?: BorderOption;
  /** "channels_last" or "channels_first". */
  dataFormat?: string | null;
}

/** A layer that puts zeros around `rank` spatial axes. */
export abstract class ZeroPadding extends Layer {
  readonly padding: Borders;
  readonly dataFormat: DataFormat;

  constructor(className: string, rank: number, options: ZeroPaddingOptions | undefined) {
    const own = layerOptions(className, options, ["padding", "dataFormat"]);
    super(own);
    this.dataFormat = dataFormat(this.name, own.dataFormat);
    this.padding = bordersOf(this.name, "padding", own.padding ?? 1, rank);
  }

  override checkInput(shapes: Shapes): void {
    spatialShape(this.name, shapes, this.dataFormat, this.padding.length);
  }

  override call(inputs: Tensor): Tensor {
    const none = [0, 0] as const;
    const first = this.dataFormat === "channels_first";
    return ops.pad(inputs, first ? [none, none, ...this.padding] : [none, ...this.padding, none]);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), padding: borderConfig(this.padding), data_format: this.dataFormat };
  }
}
