import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { equal } from "../equal";
import { logicalNot } from "../logical_not";
import { reshape } from "../view/reshape";
import { any } from "./any";
import { expandDims } from "./expand_dims";

/** Options of `isin`. */
export interface IsinOptions {
  /** Whether all elements are there once; it makes no difference. */
  assumeUnique?: boolean;
  /** Whether it asks for those that are not there. */
  invert?: boolean;
}

/**
 * Whether each element of x1 is anywhere in x2. Compares all pairs.
 *
 * @example K.eval(ops.isin([1, 2, 3], [3, 1])) // [ True False  True]
 */
export const isin: (x1: TensorLike, x2: TensorLike, options?: IsinOptions) => Tensor = callable(
  "isin",
  (x1: TensorLike, x2: TensorLike, options?: IsinOptions): Tensor => {
    const { invert } = checkOptions("isin", options, ["assumeUnique", "invert"], "ops.isin(x1, x2, { invert: true })");
    const found = any(equal(expandDims(x1, -1), reshape(x2, -1)), { axis: -1 });
    return invert ? logicalNot(found) : found;
  },
);
