import { checkOptions } from "../../core/options";
import type { Dims } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { full } from "./full";

/**
 * A tensor of zeros.
 *
 * @example K.eval(ops.zeros([2])) // [0. 0.]
 */
export const zeros: (shape: Dims, options?: { dtype?: string | null }) => Tensor = callable(
  "zeros",
  (shape: Dims, options?: { dtype?: string | null }): Tensor => {
    const { dtype } = checkOptions("zeros", options, ["dtype"], 'ops.zeros([2, 3], { dtype: "int32" })');
    return full(shape, 0, { dtype: dtype ?? "float32" });
  },
);
