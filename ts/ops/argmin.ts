import { type ArgFunction, argReduction } from "./kinds/reduce";

/**
 * The int32 index of the smallest element along an axis, the first among equals.
 *
 * @throws ShapeError for an axis out of range, or of size 0.
 * @example K.eval(ops.argmin([[1, 5], [4, 3]], { axis: 1 })) // [0 1]
 */
export const argmin: ArgFunction = argReduction("argmin", "keras.src.ops.numpy.Argmin");
