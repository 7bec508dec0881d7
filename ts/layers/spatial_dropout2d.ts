import { SpatialDropout, type SpatialDropoutOptions } from "./core/spatial_dropout";

/**
 * In training, drops whole feature maps and divides the others by 1 - rate (Tompson et al., 2015).
 *
 * Input and output [batch, height, width, channels].
 *
 * @throws ValueError when the rate is not in [0, 1].
 * @example layers.spatialDropout2d({ rate: 0.5 }).apply(ops.ones([1, 1, 1, 2])).shape // [ 1, 1, 1, 2 ]
 */
export class SpatialDropout2D extends SpatialDropout {
  static override className = "SpatialDropout2D";

  constructor(options: SpatialDropoutOptions) {
    super("SpatialDropout2D", 2, options);
  }
}

/** Makes a `SpatialDropout2D` layer. */
export function spatialDropout2d(options: SpatialDropoutOptions): SpatialDropout2D {
  return new SpatialDropout2D(options);
}
