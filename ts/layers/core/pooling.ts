/** What the pooling layers over images share. */
import type { Config } from "../../nn/core/serialize";
import { checkPadding, type Padding, pair } from "../../ops/kinds/window";
import { checkWindow, type DataFormat, dataFormat, imageShape, type Pair } from "./images";
import { Layer, type LayerOptions, type Shapes } from "./layer";
import { layerOptions } from "./options";

/** Options of the pooling layers. */
export interface Pooling2DOptions extends LayerOptions {
  /** Height and width of the window, or one number for both; 2 by default. */
  poolSize?: number | readonly number[];
  /** The pool size when absent. */
  strides?: number | readonly number[] | null;
  /** "valid" (no border) or "same". */
  padding?: string;
  /** "channels_last" or "channels_first". */
  dataFormat?: string | null;
}

/** A layer that folds each window of an image to one cell. */
export abstract class Pooling2D extends Layer {
  readonly poolSize: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
  readonly dataFormat: DataFormat;

  constructor(className: string, options: Pooling2DOptions | undefined) {
    const own = layerOptions(className, options, ["poolSize", "strides", "padding", "dataFormat"]);
    super(own);
    this.poolSize = pair(this.name, "poolSize", own.poolSize ?? 2);
    this.strides = pair(this.name, "strides", own.strides ?? this.poolSize);
    this.padding = checkPadding(this.name, own.padding);
    this.dataFormat = dataFormat(this.name, own.dataFormat);
  }

  override checkInput(shapes: Shapes): void {
    const image = imageShape(this.name, shapes, this.dataFormat);
    checkWindow(this.name, shapes, image, { size: this.poolSize, padding: this.padding }, "poolSize");
  }

  /** Options of the op. */
  protected get window(): { strides: Pair; padding: Padding; dataFormat: DataFormat } {
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

/** Options of the global pooling layers. */
export interface GlobalPooling2DOptions extends LayerOptions {
  /** "channels_last" or "channels_first". */
  dataFormat?: string | null;
  /** Whether height and width stay, with size 1. */
  keepdims?: boolean;
}

/** A layer that folds a whole image to one cell. */
export abstract class GlobalPooling2D extends Layer {
  readonly dataFormat: DataFormat;
  readonly keepdims: boolean;

  constructor(className: string, options: GlobalPooling2DOptions | undefined) {
    const own = layerOptions(className, options, ["dataFormat", "keepdims"]);
    super(own);
    this.dataFormat = dataFormat(this.name, own.dataFormat);
    this.keepdims = own.keepdims ?? false;
  }

  override checkInput(shapes: Shapes): void {
    imageShape(this.name, shapes, this.dataFormat);
  }

  /** Options of the reduction. */
  protected get fold(): { axis: Pair; keepdims: boolean } {
    return { axis: this.dataFormat === "channels_last" ? [1, 2] : [2, 3], keepdims: this.keepdims };
  }

  override getConfig(): Config {
    return { ...super.getConfig(), data_format: this.dataFormat, keepdims: this.keepdims };
  }
}
