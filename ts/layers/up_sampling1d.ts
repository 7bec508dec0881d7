import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import { spatialShape } from "./core/images";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions, positive } from "./core/options";
import { repeatCells } from "./core/up_sampling";

/** Options of `UpSampling1D`. */
export interface UpSampling1DOptions extends LayerOptions {
  /** How often each step is repeated; 2 by default. */
  size?: number;
}

/**
 * Sequences with every step repeated.
 *
 * Input [batch, steps, channels], output [batch, steps * size, channels].
 *
 * @throws ShapeError when the input has not three axes.
 * @example layers.upSampling1d({ size: 3 }).apply(ops.ones([1, 4, 3])).shape // [ 1, 12, 3 ]
 */
export class UpSampling1D extends Layer {
  static override className = "UpSampling1D";
  readonly size: number;

  constructor(options?: UpSampling1DOptions) {
    const own = layerOptions("UpSampling1D", options, ["size"]);
    super(own);
    this.size = positive(this.name, "size", own.size ?? 2);
  }

  override checkInput(shapes: Shapes): void {
    spatialShape(this.name, shapes, "channels_last", 1);
  }

  override call(inputs: Tensor): Tensor {
    return repeatCells(inputs, [this.size], 1);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), size: this.size };
  }
}

/** Makes an `UpSampling1D` layer. */
export function upSampling1d(options?: UpSampling1DOptions): UpSampling1D {
  return new UpSampling1D(options);
}
