import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { lastDiagonal } from "../kinds/bands";
import { moveaxis } from "./moveaxis";

/** Options of `diagonal` and `trace`. */
export interface DiagonalOptions {
  /** Which diagonal: 0, the main one, by default; above it the numbers are positive. */
  offset?: number;
  /** The rows of the matrices; axis 0 by default. */
  axis1?: number;
  /** Their columns; axis 1 by default. */
  axis2?: number;
}

/**
 * The diagonal of matrices in two axes, as the last axis.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.diagonal([[1, 2], [3, 4]])) // [1. 4.]
 */
export const diagonal: (x: TensorLike, options?: DiagonalOptions) => Tensor = callable(
  "diagonal",
  (x: TensorLike, options?: DiagonalOptions): Tensor => {
    const { offset = 0, axis1 = 0, axis2 = 1 } = diagonalOptions("diagonal", options);
    return lastDiagonal(moveaxis(x, [axis1, axis2], [-2, -1]), offset);
  },
);

/** Checks the options of what reads a diagonal. */
export function diagonalOptions(where: string, options: DiagonalOptions | undefined): DiagonalOptions {
  return checkOptions(where, options, ["offset", "axis1", "axis2"], `ops.${where}(x, { axis1: 1, axis2: 2 })`);
}
