/** Tensors with as many axes as a stack or a cut wants. */
import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { split } from "../composite/split";
import { reshape } from "../view/reshape";

/** A tensor as a matrix: a row, unless it has two axes. */
export function atLeast2(where: string, x: TensorLike): Tensor {
  const tensor = toTensor(where, x);
  return tensor.rank < 2 ? reshape(tensor, [1, tensor.size]) : tensor;
}

/** A tensor with three axes at least: what is missing is put around, as NumPy does. */
export function atLeast3(where: string, x: TensorLike): Tensor {
  const tensor = atLeast2(where, x);
  return tensor.rank < 3 ? reshape(tensor, [...tensor.dims, 1]) : tensor;
}

/** An op that cuts along an axis of its own. */
export type SplitFunction = (x: TensorLike, indicesOrSections: number | readonly number[]) => Tensor[];

/** Makes an op that cuts along an axis, or the first where there is but one. */
/* @__NO_SIDE_EFFECTS__ */
export function splitAlong(name: string, axis: number): SplitFunction {
  return callable(name, (x: TensorLike, indicesOrSections: number | readonly number[]): Tensor[] => {
    const tensor = toTensor(name, x);
    return split(tensor, indicesOrSections, { axis: tensor.rank === 1 && axis === 1 ? 0 : axis });
  });
}

/** An op that puts tensors side by side. */
export type StackFunction = (xs: readonly TensorLike[]) => Tensor;
