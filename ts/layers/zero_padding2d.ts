import { ValueError } from "../core/errors";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { type DataFormat, dataFormat, imageShape, type Pair } from "./core/images";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions } from "./core/options";

/** Options of `ZeroPadding2D`. */
export interface ZeroPadding2DOptions extends LayerOptions {
  /** One number for all sides, [height, width], or [[top, bottom], [left, right]]; 1 by default. */
  padding?: number | readonly (number | readonly number[])[];
  /** "channels_last" or "channels_first". */
  dataFormat?: string | null;
}

/**
 * Images with a border of zeros.
 *
 * Input [batch, height, width, channels], output [batch, height', width', channels].
 *
 * @throws ShapeError when the input has not four axes.
 * @example layers.zeroPadding2d({ padding: [[0, 1], [2, 0]] }).apply(ops.ones([1, 4, 4, 3])).shape // [ 1, 5, 6, 3 ]
 */
export class ZeroPadding2D extends Layer {
  static override className = "ZeroPadding2D";
  readonly padding: readonly [Pair, Pair];
  readonly dataFormat: DataFormat;

  constructor(options?: ZeroPadding2DOptions) {
    const own = layerOptions("ZeroPadding2D", options, ["padding", "dataFormat"]);
    super(own);
    this.dataFormat = dataFormat(this.name, own.dataFormat);
    const sides = (value: unknown): unknown => (typeof value === "number" ? [value, value] : value);
    const both = sides(own.padding ?? 1);
    const padding = Array.isArray(both) ? both.map(sides) : [];
    const legal = (side: unknown): boolean =>
      Array.isArray(side) && side.length === 2 && side.every((d) => Number.isInteger(d) && d >= 0);
    if (padding.length !== 2 || !padding.every(legal)) {
      throw new ValueError(this.name, "the padding does not fit", {
        expected: "a whole number, [height, width] or [[top, bottom], [left, right]], none negative",
        received: { padding: own.padding },
      });
    }
    this.padding = padding as unknown as readonly [Pair, Pair];
  }

  override checkInput(shapes: Shapes): void {
    imageShape(this.name, shapes, this.dataFormat);
  }

  override call(inputs: Tensor): Tensor {
    const none: Pair = [0, 0];
    const first = this.dataFormat === "channels_first";
    return ops.pad(inputs, first ? [none, none, ...this.padding] : [none, ...this.padding, none]);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), padding: this.padding.map((side) => [...side]), data_format: this.dataFormat };
  }
}

/** Makes a `ZeroPadding2D` layer. */
export function zeroPadding2d(options?: ZeroPadding2DOptions): ZeroPadding2D {
  return new ZeroPadding2D(options);
}
