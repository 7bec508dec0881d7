import { type TensorLike, toIndices, toTensor } from "../core/convert";
import { ShapeError } from "../core/errors";
import type { Op } from "../core/op";
import { checkOptions } from "../core/options";
import { type Dims, normalizeAxis, sizeOf } from "../core/shapes";
import { callable } from "../core/symbolic";
import { makeNode, type Tensor } from "../core/tensor";
import { cast } from "./cast";
import { reshape } from "./view/reshape";

/** The record of `take` along `axis`. */
export const takeOp: Op = {
  name: "take",
  kind: "move",
  keras: "keras.src.ops.numpy.Take",
  checks: ({ inputs: [x], attributes: { axis } }) => x!.dims[axis as number]!,
  infer: ([x, indices], { axis }) => {
    const at = axis as number;
    return { shape: [...x!.dims.slice(0, at), ...indices!.dims, ...x!.dims.slice(at + 1)], dtype: x!.dtype };
  },
  gradient: ({ inputs: [x, indices], attributes: { axis } }, g) => [
    makeNode(takeGradOp, [g, indices!], { axis: axis as number, shape: x!.dims }),
    undefined,
  ],
  lower: ({ inputs: [x, indices], attributes: { axis } }) => {
    const at = axis as number;
    const inner = sizeOf(x!.dims.slice(at + 1));
    const count = indices!.size;
    return {
      kernel: "take",
      units: inner === 0 ? 0 : sizeOf(x!.dims.slice(0, at)) * count,
      work: Math.max(1, inner),
      words: [x!.dims[at]!, count, inner],
    };
  },
};

/** The record of the gradient of `take`: rows summed where their index says. */
export const takeGradOp: Op = {
  name: "take_grad",
  kind: "move",
  checks: ({ attributes: { axis, shape } }) => (shape as number[])[axis as number]!,
  infer: (_inputs, { shape }) => ({ shape: shape as Dims, dtype: "float32" }),
  gradient: ({ inputs: [, indices], attributes: { axis } }, g, k) => [
    k.take(g, indices!, { axis: axis as number }),
    undefined,
  ],
  lower: ({ inputs: [, indices], attributes: { axis, shape } }) => {
    const dims = shape as number[];
    const at = axis as number;
    const inner = sizeOf(dims.slice(at + 1));
    const count = indices!.size;
    return {
      kernel: "take_grad",
      units: sizeOf(dims.slice(0, at)) * Math.ceil(inner / 64),
      work: Math.max(1, (dims[at]! + count) * Math.min(64, inner)),
      words: [dims[at]!, count, inner],
    };
  },
};

/** Options of `take`. */
export interface TakeOptions {
  /** The axis to take from; the flattened tensor when absent. */
  axis?: number | null;
}

function pick(x: TensorLike, indices: TensorLike, options?: TakeOptions): Tensor {
  const { axis } = checkOptions("take", options, ["axis"], "ops.take(x, indices, { axis: 0 })");
  let tensor = toTensor("take", x);
  const flat = axis === undefined || axis === null;
  if (flat) tensor = reshape(tensor, [tensor.size]);
  const at = normalizeAxis("take", flat ? 0 : axis, tensor.rank);
  const list = cast(toIndices("take", indices), "int32");
  if (tensor.dims[at] === 0 && list.size > 0) {
    throw new ShapeError("take", "there is nothing to take from an empty axis", {
      received: { "x.shape": tensor.dims },
    });
  }
  return makeNode(takeOp, [tensor, list], { axis: at });
}

/**
 * Elements by index along an axis; negative indices count from the end. An index out of range stops the program with
 * an error.
 *
 * @example K.eval(ops.take([10, 20, 30], [2, 0])) // [30. 10.]
 */
export const take: ((x: TensorLike, indices: TensorLike, options?: TakeOptions) => Tensor) & { op?: Op } =
  Object.assign(callable("take", pick), { op: takeOp });
