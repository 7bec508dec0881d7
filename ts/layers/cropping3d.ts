import { Cropping, type CroppingOptions } from "./core/cropping";

/**
 * Volumes without their border.
 *
 * Input [batch, depth, height, width, channels], output [batch, depth', height', width', channels].
 *
 * @throws ShapeError when nothing would be left.
 * @example layers.cropping3d({ cropping: [1, 0, 1] }).apply(ops.ones([1, 4, 4, 4, 3])).shape // [ 1, 2, 4, 2, 3 ]
 */
export class Cropping3D extends Cropping {
  static override className = "Cropping3D";

  constructor(options?: CroppingOptions) {
    super("Cropping3D", 3, options);
  }
}

/** Makes a `Cropping3D` layer. */
export function cropping3d(options?: CroppingOptions): Cropping3D {
  return new Cropping3D(options);
}
