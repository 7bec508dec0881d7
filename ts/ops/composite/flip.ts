import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { normalizeAxes } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { take } from "../take";

/** Options of `flip`. */
export interface FlipOptions {
  /** The axes to turn round; all when left out. */
  axis?: number | readonly number[] | null;
}

/**
 * The elements along axes in reverse order.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.flip([1, 2, 3])) // [3. 2. 1.]
 */
export const flip: (x: TensorLike, options?: FlipOptions) => Tensor = callable(
  "flip",
  (x: TensorLike, options?: FlipOptions): Tensor => {
    const own = checkOptions("flip", options, ["axis"], "ops.flip(x, { axis: 0 })");
    let tensor = toTensor("flip", x);
    for (const axis of normalizeAxes("flip", own.axis, tensor.rank)) {
      const size = tensor.dims[axis]!;
      if (size < 2) continue;
      tensor = take(
        tensor,
        Array.from({ length: size }, (_, i) => size - 1 - i),
        { axis },
      );
    }
    return tensor;
  },
);
