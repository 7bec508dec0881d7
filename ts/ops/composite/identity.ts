import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import { eye } from "./eye";

/**
 * The unit matrix.
 *
 * @example K.eval(ops.identity(2)) // [[1. 0.] [0. 1.]]
 */
export const identity: (n: number, options?: { dtype?: string | null }) => Tensor = (n, options) =>
  eye(n, checkOptions("identity", options, ["dtype"], 'ops.identity(3, { dtype: "int32" })'));
