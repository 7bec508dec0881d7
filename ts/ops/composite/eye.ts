import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { equal } from "../equal";
import { type DiagonalNumber, diagonals } from "../kinds/bands";

/** Options of `eye` and `tri`. */
export interface EyeOptions extends DiagonalNumber {
  /** Columns; as many as rows when absent. */
  M?: number | null;
  dtype?: string | null;
}

/**
 * Ones on a diagonal, zeros elsewhere; N rows, M columns.
 *
 * @example K.eval(ops.eye(2)) // [[1. 0.] [0. 1.]]
 */
export const eye: (N: number, options?: EyeOptions) => Tensor = (N, options) => {
  const { M, k = 0, dtype } = eyeOptions("eye", options);
  return cast(equal(diagonals(N, M ?? N), k), dtype ?? "float32");
};

/** Checks the options of a matrix of ones and zeros. */
export function eyeOptions(where: string, options: EyeOptions | undefined): EyeOptions {
  return checkOptions(where, options, ["M", "k", "dtype"], `ops.${where}(3, { k: 1 })`);
}
