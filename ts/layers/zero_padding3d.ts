import { ZeroPadding, type ZeroPaddingOptions } from "./core/zero_padding";

/**
 * Volumes with a border of zeros.
 *
 * Input [batch, depth, height, width, channels], output [batch, depth', height', width', channels].
 *
 * @throws ShapeError when the input has not five axes.
 * @example layers.zeroPadding3d({ padding: [1, 0, 2] }).apply(ops.ones([1, 4, 4, 4, 3])).shape // [ 1, 6, 4, 8, 3 ]
 */
export class ZeroPadding3D extends ZeroPadding {
  static override className = "ZeroPadding3D";

  constructor(options?: ZeroPaddingOptions) {
    super("ZeroPadding3D", 3, options);
  }
}

/** Makes a `ZeroPadding3D` layer. */
export function zeroPadding3d(options?: ZeroPaddingOptions): ZeroPadding3D {
  return new ZeroPadding3D(options);
}
