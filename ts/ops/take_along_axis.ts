import { type TensorLike, toIndices, toTensor } from "../core/convert";
import { ShapeError } from "../core/errors";
import type { Op } from "../core/op";
import { checkOptions } from "../core/options";
import { broadcastShapes, type Dims, normalizeAxis, sizeOf } from "../core/shapes";
import { callable } from "../core/symbolic";
import { makeNode, type Tensor } from "../core/tensor";
import { broadcastTo } from "./broadcast_to";
import { cast } from "./cast";
import type { TakeOptions } from "./take";
import { reshape } from "./view/reshape";

/** Sizes before the axis, along it in the values and in the indices, and behind it. */
function layout(x: Dims, indices: Dims, axis: number): [outer: number, size: number, count: number, inner: number] {
  return [sizeOf(x.slice(0, axis)), x[axis]!, indices[axis]!, sizeOf(x.slice(axis + 1))];
}

/** The record of `take_along_axis`: shapes differ along the axis only. */
export const takeAlongAxisOp: Op = {
  name: "take_along_axis",
  kind: "move",
  keras: "keras.src.ops.numpy.TakeAlongAxis",
  checks: ({ inputs: [x], attributes: { axis } }) => x!.dims[axis as number]!,
  infer: ([x, indices]) => ({ shape: indices!.dims, dtype: x!.dtype }),
  gradient: ({ inputs: [x, indices], attributes: { axis } }, g) => [
    makeNode(takeAlongAxisGradOp, [g, indices!], { axis: axis!, shape: x!.dims }),
    undefined,
  ],
  lower: ({ inputs: [x, indices], attributes: { axis } }) => {
    const [outer, size, count, inner] = layout(x!.dims, indices!.dims, axis as number);
    const units = inner === 0 ? 0 : outer * count;
    return { kernel: "take_along_axis", units, work: Math.max(1, inner), words: [size, count, inner] };
  },
};

/** The record of its gradient: elements summed where their index says. */
export const takeAlongAxisGradOp: Op = {
  name: "take_along_axis_grad",
  kind: "move",
  checks: ({ attributes: { axis, shape } }) => (shape as number[])[axis as number]!,
  infer: (_inputs, { shape }) => ({ shape: shape as Dims, dtype: "float32" }),
  gradient: ({ inputs: [, indices], attributes: { axis } }, g) => [
    makeNode(takeAlongAxisOp, [g, indices!], { axis: axis! }),
    undefined,
  ],
  lower: ({ inputs: [, indices], attributes: { axis, shape } }) => {
    const [outer, size, count, inner] = layout(shape as number[], indices!.dims, axis as number);
    return {
      kernel: "take_along_axis_grad",
      units: outer * inner,
      work: Math.max(1, size + count),
      words: [size, count, inner],
    };
  },
};

function pick(x: TensorLike, indices: TensorLike, options?: TakeOptions): Tensor {
  const where = "take_along_axis";
  const { axis } = checkOptions(where, options, ["axis"], "ops.takeAlongAxis(x, indices, { axis: -1 })");
  let tensor = toTensor(where, x);
  let list = cast(toIndices(where, indices), "int32");
  if (axis === undefined || axis === null) [tensor, list] = [reshape(tensor, [-1]), reshape(list, [-1])];
  if (tensor.rank !== list.rank) {
    throw new ShapeError(where, "the indices differ in rank from the tensor", {
      expected: `rank ${tensor.rank}`,
      received: { "x.shape": tensor.shape, "indices.shape": list.shape },
    });
  }
  const at = normalizeAxis(where, axis ?? 0, tensor.rank);
  const one = (dims: Dims): number[] => dims.map((d, i) => (i === at ? 1 : d));
  const shape = broadcastShapes(where, one(tensor.dims), one(list.dims));
  const wide = (t: Tensor): Tensor =>
    broadcastTo(
      t,
      shape.map((d, i) => (i === at ? t.dims[at]! : d)),
    );
  return makeNode(takeAlongAxisOp, [wide(tensor), wide(list)], { axis: at });
}

/**
 * Elements along an axis by the indices that stand at their place; other sizes broadcast. Negative indices count from the
 * end; an index out of range stops the program with an error.
 *
 * @throws ShapeError when the ranks differ.
 * @example K.eval(ops.takeAlongAxis([[1, 2], [3, 4]], [[1], [0]], { axis: 1 })) // [[2.] [3.]]
 */
export const takeAlongAxis: ((x: TensorLike, indices: TensorLike, options?: TakeOptions) => Tensor) & { op?: Op } =
  Object.assign(callable("take_along_axis", pick), { op: takeAlongAxisOp });
