import { ZeroPadding, type ZeroPaddingOptions } from "./core/zero_padding";

/**
 * Sequences with a border of zeros.
 *
 * Input [batch, steps, channels], output [batch, steps', channels].
 *
 * @throws ShapeError when the input has not three axes.
 * @example layers.zeroPadding1d({ padding: [2, 1] }).apply(ops.ones([1, 4, 3])).shape // [ 1, 7, 3 ]
 */
export class ZeroPadding1D extends ZeroPadding {
  static override className = "ZeroPadding1D";

  constructor(options?: ZeroPaddingOptions) {
    super("ZeroPadding1D", 1, options);
  }
}

/** Makes a `ZeroPadding1D` layer. */
export function zeroPadding1d(options?: ZeroPaddingOptions): ZeroPadding1D {
  return new ZeroPadding1D(options);
}
