/** Folds that leave NaN out. */
import { type TensorLike, toTensor } from "../../core/convert";
import { isInteger } from "../../core/dtypes";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { all } from "../composite/all";
import { isnan } from "../composite/isnan";
import { logicalNot } from "../logical_not";
import { sum } from "../sum";
import { where } from "../where";
import type { ReduceOptions } from "./reduce";

/** A tensor with another value where it has NaN. Integers have none. */
export function withoutNan(place: string, x: TensorLike, value: number): Tensor {
  const tensor = toTensor(place, x);
  return isInteger(tensor.dtype) ? tensor : where(isnan(tensor), value, tensor);
}

/** How many elements along the axes are numbers. */
export function countNumbers(x: Tensor, options: ReduceOptions | undefined): Tensor {
  return sum(cast(logicalNot(isnan(x)), "float32"), options);
}

/** A fold as it is, but NaN where no element is a number. */
export function orNan(x: TensorLike, y: Tensor, options: ReduceOptions | undefined): Tensor {
  return isInteger(y.dtype) ? y : where(all(isnan(x), options), Number.NaN, y);
}
