import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { zerosLike } from "./zeros_like";

/**
 * A tensor of the shape and dtype of another; it holds zeros.
 *
 * @example K.eval(ops.emptyLike([1, 2])) // [0. 0.]
 */
export const emptyLike: (x: TensorLike, options?: { dtype?: string | null }) => Tensor = callable(
  "empty_like",
  (x: TensorLike, options?: { dtype?: string | null }): Tensor => {
    checkOptions("empty_like", options, ["dtype"]);
    return zerosLike(x, options);
  },
);
