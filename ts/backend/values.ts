/** The words of K for tensors and variables of given values: make, read, set. */
import { type AnyTypedArray, type NestedValues, type TensorLike, tensorFrom, toTensor } from "../core/convert";
import { ValueError } from "../core/errors";
import { checkOptions } from "../core/options";
import type { Dims } from "../core/shapes";
import { type NestedArray, Tensor } from "../core/tensor";
import { Variable } from "../core/variable";
import * as ops from "../ops/gen/public";
import { tensor } from "./evaluate";

/** Options of `K.constant` and `K.variable`. */
export interface ConstantOptions {
  dtype?: string | null;
  shape?: Dims;
  name?: string;
}

/**
 * A tensor of given values.
 *
 * @throws ShapeError when the values do not fill the shape.
 * @example K.eval(K.constant([[1, 2], [3, 4]])) // [[1. 2.] [3. 4.]]
 */
export function constant(value: NestedValues | AnyTypedArray, options: ConstantOptions = {}): Tensor {
  const { dtype, shape } = checkOptions(
    "constant",
    options,
    ["dtype", "shape", "name"],
    "K.constant([1, 2], { shape: [2, 1] })",
  );
  return tensor(value, shape, dtype ?? undefined);
}

/**
 * A variable with given first values.
 *
 * @example K.eval(K.variable([1, 2])) // [1. 2.]
 */
export function variable(value: TensorLike, options: ConstantOptions & { trainable?: boolean } = {}): Variable {
  const form = 'K.variable([1, 2], { name: "v" })';
  const { dtype, shape, name, trainable } = checkOptions(
    "variable",
    options,
    ["dtype", "shape", "name", "trainable"],
    form,
  );
  let first =
    value instanceof Tensor || value instanceof Variable
      ? toTensor("variable", value)
      : tensorFrom("variable", value, shape, dtype ?? undefined);
  if (dtype) first = ops.cast(first, dtype);
  return new Variable(first, { trainable: trainable ?? true, ...(name ? { name } : {}) });
}

/**
 * The values as nested arrays (a number for a scalar), which print like NumPy.
 *
 * @throws StateError for a symbolic tensor.
 * @example K.eval(K.add([1, 2], 3)) // [4. 5.]
 */
function evaluate(x: TensorLike): NestedArray {
  return toTensor("eval", x).arraySync();
}

export { evaluate as eval };

/** The values of a variable, as `K.eval` gives them. */
export function getValue(x: TensorLike): NestedArray {
  return toTensor("getValue", x).arraySync();
}

/** Sets the values of a variable. */
export function setValue(x: Variable, value: TensorLike): void {
  if (!(x instanceof Variable)) throw new ValueError("setValue", "needs a variable", { received: { x } });
  x.assign(ops.cast(toTensor("setValue", value), x.dtype));
}

/** The values of several variables. */
export function batchGetValue(tensors: readonly TensorLike[]): NestedArray[] {
  return tensors.map(getValue);
}

/** Sets the values of several variables. */
export function batchSetValue(tuples: readonly (readonly [Variable, TensorLike])[]): void {
  for (const [x, value] of tuples) setValue(x, value);
}

/** Sets a variable: at once, or as a side effect of the program that is being traced. */
export function update(x: Variable, newX: TensorLike): Variable {
  if (!(x instanceof Variable)) throw new ValueError("update", "needs a variable", { received: { x } });
  return x.assign(ops.cast(toTensor("update", newX), x.dtype));
}

/** Adds to a variable. */
export function updateAdd(x: Variable, increment: TensorLike): Variable {
  return update(x, ops.add(x, increment));
}

/** Subtracts from a variable. */
export function updateSub(x: Variable, decrement: TensorLike): Variable {
  return update(x, ops.subtract(x, decrement));
}

/** x * momentum + value * (1 - momentum), into x. */
export function movingAverageUpdate(x: Variable, value: TensorLike, momentum: number): Variable {
  return update(x, ops.add(ops.multiply(x, momentum), ops.multiply(value, 1 - momentum)));
}
