/** What layers make weights of, and set them to. */
import { type TensorLike, tensorFrom, toTensor } from "../../core/convert";
import type { TypedArray } from "../../core/dtypes";
import { ShapeError } from "../../core/errors";
import { type Shape, sameShape } from "../../core/shapes";
import type { Variable } from "../../core/variable";

/** What a weight is made with. */
export interface WeightOptions {
  shape?: Shape;
  initializer?: unknown;
  dtype?: string;
  trainable?: boolean;
  regularizer?: unknown;
  constraint?: unknown;
  name?: string;
}

/** The values of weights in the order of `variables`. @throws ShapeError when one does not fit. */
export function checkedWeights(
  name: string,
  variables: readonly Variable[],
  weights: readonly (TensorLike | TypedArray)[],
  built: boolean,
): TypedArray[] {
  if (weights.length !== variables.length) {
    throw new ShapeError(name, "setWeights got the wrong number of weights", {
      expected: `${variables.length}`,
      received: `${weights.length}`,
      fix: built ? undefined : "The layer has no weights before it is built: call it once or build it",
    });
  }
  return weights.map((weight, i) => {
    const variable = variables[i]!;
    const flat = ArrayBuffer.isView(weight) && (weight as TypedArray).length === variable.size;
    const value = flat
      ? tensorFrom(variable.path, weight as TypedArray, variable.dims, variable.dtype)
      : toTensor(variable.path, weight as TensorLike, variable.dtype);
    if (!sameShape(value.shape, variable.dims)) {
      throw new ShapeError(variable.path, "setWeights got a weight of another shape", {
        expected: `shape [${variable.dims}]`,
        received: `shape [${value.shape}]`,
      });
    }
    return value.dataSync();
  });
}
