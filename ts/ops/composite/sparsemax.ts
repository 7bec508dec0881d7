import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { normalizeAxis } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { divide } from "../divide";
import { equal } from "../equal";
import { greater } from "../greater";
import { less } from "../less";
import { logicalAnd } from "../logical_and";
import { logicalOr } from "../logical_or";
import { maximum } from "../maximum";
import { multiply } from "../multiply";
import { subtract } from "../subtract";
import { sum } from "../sum";
import { reshape } from "../view/reshape";
import { stopGradient } from "../view/stop_gradient";
import { arange } from "./arange";
import { expandDims } from "./expand_dims";

/** Options of `sparsemax`. */
export interface SparsemaxOptions {
  /** The axis of the probabilities; the last by default. */
  axis?: number;
}

/**
 * Sparse shares of 1 along an axis (Martins and Astudillo, 2016), with the sums that Keras takes: where more than one
 * element is left, they add up to less than 1.
 *
 * Compares all pairs along the axis: memory grows with the square of its size.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.sparsemax([1, 0.5, -1])) // [0.25 0.   0.  ]
 */
export const sparsemax: (x: TensorLike, options?: SparsemaxOptions) => Tensor = callable(
  "sparsemax",
  (x: TensorLike, options?: SparsemaxOptions): Tensor => {
    const { axis = -1 } = checkOptions("sparsemax", options, ["axis"]);
    const tensor = cast(toTensor("sparsemax", x), "float32");
    const at = normalizeAxis("sparsemax", axis, tensor.rank);
    const size = tensor.dims[at]!;
    const still = stopGradient(tensor);
    const [one, other] = [expandDims(still, at), expandDims(still, at + 1)];
    // An element is in the support when what the larger ones are above it adds up to less than 1.
    const support = cast(less(sum(maximum(subtract(other, one), 0), { axis: at }), 1), "float32");
    const trailing = tensor.dims.slice(at + 1).map(() => 1);
    const earlier = less(reshape(arange(size), [size, 1, ...trailing]), reshape(arange(size), [size, ...trailing]));
    const before = logicalOr(greater(other, one), logicalAnd(equal(other, one), earlier));
    const rank = sum(cast(before, "float32"), { axis: at });
    const along = { axis: at, keepdims: true };
    const count = sum(support, along);
    // Keras adds up the running sums of the support, so that elements count by their rank: not the projection of the paper.
    const sums = sum(multiply(multiply(support, subtract(count, rank)), tensor), along);
    return maximum(subtract(tensor, divide(subtract(sums, 1), count)), 0);
  },
);
