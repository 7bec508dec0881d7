/** Counting: how often each whole number occurs. */
import { makeNode, type Tensor } from "../../core/tensor";
import { ones } from "../composite/ones";
import { takeGradOp } from "../take";
import { reshape } from "../view/reshape";

/** How often each of 0 to bins - 1 occurs among whole numbers in that range, as float32, exact up to 2 ** 24. */
export function histogram(indices: Tensor, bins: number): Tensor {
  // The gradient of `take` adds up what was taken from a place.
  return makeNode(takeGradOp, [ones([indices.size]), reshape(indices, [indices.size])], { axis: 0, shape: [bins] });
}
