import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { diagonals } from "../kinds/bands";
import { lessEqual } from "../less_equal";
import { type EyeOptions, eyeOptions } from "./eye";

/**
 * Ones on a diagonal and below it, zeros above; N rows, M columns.
 *
 * @example K.eval(ops.tri(2)) // [[1. 0.] [1. 1.]]
 */
export const tri: (N: number, options?: EyeOptions) => Tensor = (N, options) => {
  const { M, k = 0, dtype } = eyeOptions("tri", options);
  return cast(lessEqual(diagonals(N, M ?? N), k), dtype ?? "float32");
};
