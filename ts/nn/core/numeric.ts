/** Arithmetic that losses, metrics and optimizers share. */
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** Keras's fuzz factor. */
export const EPSILON = 1e-7;

/** a / b, and 0 where b is 0. */
export function divideNoNan(a: Tensor, b: Tensor): Tensor {
  const zero = ops.equal(b, 0);
  return ops.where(zero, 0, ops.divide(a, ops.where(zero, 1, b)));
}

/** Targets of -1 and 1: those of 0 and 1 moved there, others as they are. */
export function signs(t: Tensor): Tensor {
  const binary = ops.all(ops.logicalOr(ops.equal(t, 0), ops.equal(t, 1)));
  return ops.where(binary, ops.subtract(ops.multiply(2, t), 1), t);
}

/** x over its length along an axis; 0 where x is 0. */
export function unit(x: Tensor, axis: number): Tensor {
  const squares = ops.sum(ops.square(x), { axis, keepdims: true });
  // Where the length is below the fuzz, x counts as short as it is.
  const short = ops.lessEqual(squares, EPSILON * EPSILON);
  return ops.multiply(x, ops.where(short, 1 / EPSILON, ops.rsqrt(ops.where(short, 1, squares))));
}

/** log(exp(a) + exp(b)), without overflow. */
export function logAddExp(a: Tensor, b: Tensor): Tensor {
  return ops.add(ops.maximum(a, b), ops.softplus(ops.negative(ops.absolute(ops.subtract(a, b)))));
}

/** Whether each label [...] is among the k largest of its row of predictions [..., classes], as 0 or 1. */
export function inTopK(labels: Tensor, predictions: Tensor, k: number): Tensor {
  const classes = predictions.dims[predictions.rank - 1]!;
  const rows = ops.reshape(ops.cast(predictions, "float32"), [-1, classes]);
  const hot = ops.oneHot(ops.reshape(labels, [-1]), classes, { dtype: "bool" });
  const own = ops.sum(ops.where(hot, rows, 0), { axis: -1, keepdims: true });
  const better = ops.sum(ops.cast(ops.greater(rows, own), "float32"), { axis: -1 });
  return ops.reshape(ops.cast(ops.less(better, k), "float32"), labels.dims);
}

/** The place of each element in its row, from 0, the largest first and equal ones in order. */
export function ranks(x: Tensor): Tensor {
  const size = x.dims[x.rank - 1]!;
  const [one, other] = [ops.expandDims(x, -1), ops.expandDims(x, -2)];
  const earlier = ops.less(ops.arange(size), ops.expandDims(ops.arange(size), 1));
  const before = ops.logicalOr(ops.greater(other, one), ops.logicalAnd(ops.equal(other, one), earlier));
  return ops.sum(ops.cast(before, "float32"), { axis: -1 });
}

/** 1 - x as float32 arithmetic has it, where Keras casts x first. */
export function rest(x: number): number {
  return Math.fround(1 - Math.fround(x));
}
