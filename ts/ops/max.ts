import { type ReduceFunction, reduction } from "./kinds/reduce";
import { shareTies } from "./kinds/ties";
import { maximum } from "./maximum";

/**
 * The largest element over axes; equal ones share the gradient. `initial` counts as an element.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.max([[1, 5], [3, 4]], { axis: 1 })) // [5. 4.]
 */
export const max: ReduceFunction<{ initial?: number | null }> = reduction({
  name: "max",
  keras: "keras.src.ops.numpy.Max",
  reference: (values) => Math.max(...values),
  gradient: (x, y, g, k) => shareTies(x, y, g, k),
  option: { name: "initial", after: (y, value) => maximum(y, value as number) },
});
