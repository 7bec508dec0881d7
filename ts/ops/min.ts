import { type ReduceFunction, reduction } from "./kinds/reduce";
import { shareTies } from "./kinds/ties";
import { minimum } from "./minimum";

/**
 * The smallest element over axes; equal ones share the gradient. `initial` counts as an element.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.min([[1, 5], [3, 4]], { axis: 1 })) // [1. 3.]
 */
export const min: ReduceFunction<{ initial?: number | null }> = reduction({
  name: "min",
  keras: "keras.src.ops.numpy.Min",
  reference: (values) => Math.min(...values),
  gradient: (x, y, g, k) => shareTies(x, y, g, k),
  option: { name: "initial", after: (y, value) => minimum(y, value as number) },
});
