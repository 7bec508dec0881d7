import { Cropping, type CroppingOptions } from "./core/cropping";

/**
 * Sequences without their border.
 *
 * Input [batch, steps, channels], output [batch, steps', channels].
 *
 * @throws ShapeError when nothing would be left.
 * @example layers.cropping1d({ cropping: [2, 1] }).apply(ops.ones([1, 4, 3])).shape // [ 1, 1, 3 ]
 */
export class Cropping1D extends Cropping {
  static override className = "Cropping1D";

  constructor(options?: CroppingOptions) {
    super("Cropping1D", 1, options);
  }
}

/** Makes a `Cropping1D` layer. */
export function cropping1d(options?: CroppingOptions): Cropping1D {
  return new Cropping1D(options);
}
