/** Gives lazy tensors their values: the same road as a model's, for a small graph. */
import { type AnyTypedArray, type NestedValues, tensorFrom, toTensor } from "../core/convert";
import { StateError } from "../core/errors";
import type { Dims } from "../core/shapes";
import { setEvaluator, type Tensor } from "../core/tensor";
import { setArithmetic } from "../core/variable";
import { nodesBehind } from "../graph/walk";
import { add } from "../ops/add";
import { cast } from "../ops/cast";
import { subtract } from "../ops/subtract";
import { evaluateGraph, evaluateGraphAsync } from "./compile";

setEvaluator({
  evaluate: evaluateAll,
  async evaluateAsync(tensors) {
    await evaluateGraphAsync(openOnes(tensors));
  },
});

setArithmetic({
  tensor: (where, value, dtype) => cast(toTensor(where, value), dtype),
  add,
  subtract,
});

/** Computes the values of tensors that have none. */
export function evaluateAll(tensors: readonly Tensor[]): void {
  evaluateGraph(openOnes(tensors));
}

/** Tensors without values, each once. @throws StateError when one can have none. */
function openOnes(tensors: readonly Tensor[]): Tensor[] {
  const open = [...new Set(tensors.filter((tensor) => !tensor.value))];
  for (const node of nodesBehind(open)) {
    if (node.value || (node.source.kind !== "input" && node.source.kind !== "symbolic")) continue;
    throw new StateError("eval", "the tensor depends on an input that has no values", {
      fix: "Give it values with K.function(inputs, outputs), or use a model",
    });
  }
  return open;
}

/**
 * A tensor from nested arrays, a number or a typed array; a shape for flat values, and a dtype.
 *
 * @throws ShapeError when the values do not fill the shape, DTypeError when they do not fit the dtype.
 * @example tensor([1, 2, 3, 4], [2, 2]) // [[1. 2.] [3. 4.]]
 */
export function tensor(values: NestedValues | AnyTypedArray, shape?: Dims, dtype?: string): Tensor {
  const result = tensorFrom("tensor", values, shape, dtype);
  // The user's array may change later; ours may not.
  if (ArrayBuffer.isView(values) && result.value?.buffer === values.buffer) result.settle(result.value.slice());
  return result;
}
