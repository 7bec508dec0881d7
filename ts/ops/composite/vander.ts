import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { power } from "../power";
import { arange } from "./arange";
import { expandDims } from "./expand_dims";

/**
 * Powers of each element along a new last axis: N of them, as many as there are elements unless said; the highest first,
 * or last when `increasing`.
 *
 * @example K.eval(ops.vander([2, 3], { N: 3 })) // [[4. 2. 1.] [9. 3. 1.]]
 */
export const vander: (x: TensorLike, options?: { N?: number | null; increasing?: boolean }) => Tensor = callable(
  "vander",
  (x: TensorLike, options?: { N?: number | null; increasing?: boolean }): Tensor => {
    const { N, increasing } = checkOptions("vander", options, ["N", "increasing"], "ops.vander(x, { N: 3 })");
    const tensor = toTensor("vander", x);
    const n = N ?? tensor.size;
    const exponents = increasing ? arange(n) : arange(n - 1, -1, -1);
    return power(expandDims(tensor, -1), exponents);
  },
);
