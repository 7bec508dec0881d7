import { checkOptions } from "../../core/options";
import type { Dims } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { full } from "./full";

/**
 * A tensor of ones.
 *
 * @example K.eval(ops.ones([2])) // [1. 1.]
 */
export const ones: (shape: Dims, options?: { dtype?: string | null }) => Tensor = callable(
  "ones",
  (shape: Dims, options?: { dtype?: string | null }): Tensor => {
    const { dtype } = checkOptions("ones", options, ["dtype"], 'ops.ones([2, 3], { dtype: "int32" })');
    return full(shape, 1, { dtype: dtype ?? "float32" });
  },
);
