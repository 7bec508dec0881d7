import { SpatialDropout, type SpatialDropoutOptions } from "./core/spatial_dropout";

/**
 * In training, drops whole feature maps and divides the others by 1 - rate (Tompson et al., 2015).
 *
 * Input and output [batch, depth, height, width, channels].
 *
 * @throws ValueError when the rate is not in [0, 1].
 * @example layers.spatialDropout3d({ rate: 0.5 }).apply(ops.ones([1, 1, 1, 1, 2])).shape // [ 1, 1, 1, 1, 2 ]
 */
export class SpatialDropout3D extends SpatialDropout {
  static override className = "SpatialDropout3D";

  constructor(options: SpatialDropoutOptions) {
    super("SpatialDropout3D", 3, options);
  }
}

/** Makes a `SpatialDropout3D` layer. */
export function spatialDropout3d(options: SpatialDropoutOptions): SpatialDropout3D {
  return new SpatialDropout3D(options);
}
