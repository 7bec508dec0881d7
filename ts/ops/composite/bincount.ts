import type { TensorLike } from "../../core/convert";
import { ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { multiply } from "../multiply";
import { oneHot } from "../one_hot";
import { sum } from "../sum";
import { expandDims } from "./expand_dims";

/** Options of `bincount`. */
export interface BincountOptions {
  /** What each element counts; 1 when absent. */
  weights?: TensorLike | null;
  /** How many numbers are counted, from 0 on. */
  minlength?: number;
}

/**
 * How often each whole number from 0 on is there, of a vector or of each row of a matrix. The sizes of results are known
 * before values are, so `minlength` must be said; a larger number stops the program.
 *
 * @throws ValueError without `minlength`.
 * @example K.eval(ops.bincount([1, 0, 1], { minlength: 3 })) // [1 2 0]
 */
export const bincount: (x: TensorLike, options?: BincountOptions) => Tensor = callable(
  "bincount",
  (x: TensorLike, options?: BincountOptions): Tensor => {
    const form = "ops.bincount(x, { minlength: 10 })";
    const { weights, minlength } = checkOptions("bincount", options, ["weights", "minlength"], form);
    if (!minlength) {
      throw new ValueError("bincount", "the length of the result is not known", {
        received: { minlength },
        fix: `Write ${form}`,
      });
    }
    if (weights === undefined || weights === null) {
      return sum(oneHot(x, minlength, { checked: true, dtype: "int32" }), { axis: -2 });
    }
    const hot = oneHot(x, minlength, { checked: true });
    return sum(multiply(hot, expandDims(cast(weights, "float32"), -1)), { axis: -2 });
  },
);
