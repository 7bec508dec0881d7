import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { normalizeAxis, sameShape } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { concatenate } from "../concatenate";
import { expandDims } from "./expand_dims";

/** Options of `stack`. */
export interface StackOptions {
  /** Where the new axis goes; 0 by default. */
  axis?: number;
}

/**
 * The tensors side by side along a new axis.
 *
 * @throws ShapeError when shapes differ.
 * @example K.eval(ops.stack([[1, 2], [3, 4]])) // [[1. 2.] [3. 4.]]
 */
export const stack: (xs: readonly TensorLike[], options?: StackOptions) => Tensor = callable(
  "stack",
  (xs: readonly TensorLike[], options?: StackOptions): Tensor => {
    const { axis } = checkOptions("stack", options, ["axis"], "ops.stack([a, b], { axis: 0 })");
    if (!Array.isArray(xs) || xs.length === 0)
      throw new ShapeError("stack", "needs a list of tensors", { received: { xs } });
    const tensors = xs.map((x) => toTensor("stack", x));
    const first = tensors[0]!;
    if (!tensors.every((x) => sameShape(x.shape, first.shape))) {
      throw new ShapeError("stack", "the tensors differ in shape", {
        received: `shapes ${tensors.map((x) => `[${x.shape}]`).join(", ")}`,
      });
    }
    const at = normalizeAxis("stack", axis ?? 0, first.rank + 1);
    return concatenate(
      tensors.map((x) => expandDims(x, at)),
      { axis: at },
    );
  },
);
