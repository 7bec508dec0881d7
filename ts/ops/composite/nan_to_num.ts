import { type TensorLike, toTensor } from "../../core/convert";
import { isInteger } from "../../core/dtypes";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { where } from "../where";
import { isnan } from "./isnan";
import { isneginf } from "./isneginf";
import { isposinf } from "./isposinf";

/** Options of `nanToNum`. */
export interface NanToNumOptions {
  /** What stands for NaN; 0 by default. */
  nan?: number | null;
  /** What stands for infinity; the largest float32 by default. */
  posinf?: number | null;
  /** What stands for minus infinity; the least float32 by default. */
  neginf?: number | null;
}

/** The largest float32. */
const LARGEST = 3.4028234663852886e38;

/**
 * The tensor with numbers in place of NaN and infinities.
 *
 * @example K.eval(ops.nanToNum([Number.NaN, 1])) // [0. 1.]
 */
export const nanToNum: (x: TensorLike, options?: NanToNumOptions) => Tensor = callable(
  "nan_to_num",
  (x: TensorLike, options?: NanToNumOptions): Tensor => {
    const own = checkOptions("nan_to_num", options, ["nan", "posinf", "neginf"], "ops.nanToNum(x, { nan: 0 })");
    const tensor = toTensor("nan_to_num", x);
    if (isInteger(tensor.dtype)) return tensor;
    const numbers = where(isnan(tensor), own.nan ?? 0, tensor);
    const below = where(isposinf(numbers), own.posinf ?? LARGEST, numbers);
    return where(isneginf(below), own.neginf ?? -LARGEST, below);
  },
);
