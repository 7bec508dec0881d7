import { Cropping, type CroppingOptions } from "./core/cropping";

/**
 * Images without their border.
 *
 * Input [batch, height, width, channels], output [batch, height', width', channels].
 *
 * @throws ShapeError when nothing would be left.
 * @example layers.cropping2d({ cropping: [[0, 1], [2, 0]] }).apply(ops.ones([1, 4, 4, 3])).shape // [ 1, 3, 2, 3 ]
 */
export class Cropping2D extends Cropping {
  static override className = "Cropping2D";

  constructor(options?: CroppingOptions) {
    super("Cropping2D", 2, options);
  }
}

/** Makes a `Cropping2D` layer. */
export function cropping2d(options?: CroppingOptions): Cropping2D {
  return new Cropping2D(options);
}
