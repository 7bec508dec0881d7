import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { type CumulativeOptions, cumulative } from "../cumsum";
import { multiply } from "../multiply";
import { pad } from "../pad";
import { slice } from "../slice";

/**
 * The product of all elements up to each one, along an axis.
 *
 * Doubles the span of the products until it is the axis: takes log2 of its size steps, and memory for each in training.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.cumprod([1, 2, 3])) // [1. 2. 6.]
 */
export const cumprod: (x: TensorLike, options?: CumulativeOptions) => Tensor = callable(
  "cumprod",
  (x: TensorLike, options?: CumulativeOptions): Tensor => {
    let { x: y, axis } = cumulative("cumprod", x, options);
    const { dims } = y;
    for (let span = 1; span < dims[axis]!; span *= 2) {
      const shape = dims.map((d, i) => (i === axis ? d - span : d));
      const start = slice(
        y,
        dims.map(() => 0),
        shape,
      );
      const width = dims.map((_, i) => [i === axis ? span : 0, 0] as const);
      y = multiply(y, pad(start, width, { constantValues: 1 }));
    }
    return y;
  },
);
