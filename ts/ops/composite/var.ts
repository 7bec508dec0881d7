import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { foldOptions, type ReduceOptions } from "../kinds/reduce";
import { square } from "../square";
import { subtract } from "../subtract";
import { mean } from "./mean";

/**
 * The variance over axes (divided by n).
 *
 * @example K.eval(ops.var([1, 3])) // 1
 */
export const variance: (x: TensorLike, options?: ReduceOptions) => Tensor = callable(
  "var",
  (x: TensorLike, options?: ReduceOptions): Tensor => {
    foldOptions("var", options);
    const tensor = cast(toTensor("var", x), "float32");
    const middle = mean(tensor, { axis: options?.axis ?? null, keepdims: true });
    return mean(square(subtract(tensor, middle)), options);
  },
);
