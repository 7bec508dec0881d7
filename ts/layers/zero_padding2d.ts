import { ZeroPadding, type ZeroPaddingOptions } from "./core/zero_padding";

/**
 * Images with a border of zeros.
 *
 * Input [batch, height, width, channels], output [batch, height', width', channels].
 *
 * @throws ShapeError when the input has not four axes.
 * @example layers.zeroPadding2d({ padding: [[0, 1], [2, 0]] }).apply(ops.ones([1, 4, 4, 3])).shape // [ 1, 5, 6, 3 ]
 */
export class ZeroPadding2D extends ZeroPadding {
  static override className = "ZeroPadding2D";

  constructor(options?: ZeroPaddingOptions) {
    super("ZeroPadding2D", 2, options);
  }
}

/** Makes a `ZeroPadding2D` layer. */
export function zeroPadding2d(options?: ZeroPaddingOptions): ZeroPadding2D {
  return new ZeroPadding2D(options);
}
