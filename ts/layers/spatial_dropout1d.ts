import { SpatialDropout, type SpatialDropoutOptions } from "./core/spatial_dropout";

/**
 * In training, drops whole feature maps and divides the others by 1 - rate (Tompson et al., 2015).
 *
 * Input and output [batch, steps, channels].
 *
 * @throws ValueError when the rate is not in [0, 1].
 * @example layers.spatialDropout1d({ rate: 0.5 }).apply(ops.ones([1, 1, 2])).shape // [ 1, 1, 2 ]
 */
export class SpatialDropout1D extends SpatialDropout {
  static override className = "SpatialDropout1D";

  constructor(options: SpatialDropoutOptions) {
    super("SpatialDropout1D", 1, options);
  }
}

/** Makes a `SpatialDropout1D` layer. */
export function spatialDropout1d(options: SpatialDropoutOptions): SpatialDropout1D {
  return new SpatialDropout1D(options);
}
