import { type ArgFunction, argReduction } from "./kinds/reduce";

/**
 * The int32 index of the largest element along an axis, the first among equals.
 *
 * @throws ShapeError for an axis out of range, or of size 0.
 * @example K.eval(ops.argmax([[1, 5], [4, 3]], { axis: 1 })) // [1 0]
 */
export const argmax: ArgFunction = argReduction("argmax", "keras.src.ops.numpy.Argmax");
