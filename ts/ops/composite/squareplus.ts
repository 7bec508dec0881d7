import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { cast } from "../cast";
import { divide } from "../divide";
import { sqrt } from "../sqrt";
import { square } from "../square";

/** Options of `squareplus`. */
export interface SquareplusOptions {
  /** How round the corner is; 4 by default. */
  b?: number;
}

/**
 * (x + sqrt(x² + b)) / 2, a smooth relu (Barron, 2021).
 *
 * @example K.eval(ops.squareplus(0)) // 1
 */
export const squareplus: (x: TensorLike, options?: SquareplusOptions) => Tensor = callable(
  "squareplus",
  (x: TensorLike, options?: SquareplusOptions): Tensor => {
    const { b = 4 } = checkOptions("squareplus", options, ["b"]);
    const tensor = cast(toTensor("squareplus", x), "float32");
    return divide(add(tensor, sqrt(add(square(tensor), b))), 2);
  },
);
