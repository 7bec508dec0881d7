import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import type { Op } from "../../core/op";
import { type Dims, type Shape, sameShape, sizeOf } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import { makeNode, type Tensor } from "../../core/tensor";

/** The record of `reshape`: the same memory under another shape, so it needs no kernel. */
export const reshapeOp: Op = {
  name: "reshape",
  kind: "move",
  keras: "keras.src.ops.numpy.Reshape",
  infer: ([x], { shape }) => ({ shape: shape as Dims, dtype: x!.dtype }),
  gradient: ({ inputs: [x] }, g, k) => [k.reshape(g, x!.dims)],
};

function reshapeTo(x: TensorLike, newshape: number | Shape): Tensor {
  const tensor = toTensor("reshape", x);
  const shape = resolve(tensor.dims, typeof newshape === "number" ? [newshape] : newshape);
  return sameShape(shape, tensor.shape) ? tensor : makeNode(reshapeOp, [tensor], { shape });
}

function resolve(dims: Dims, newshape: Shape): number[] {
  const size = sizeOf(dims);
  if (!Array.isArray(newshape)) {
    throw new ShapeError("reshape", "the new shape is no list of sizes", { received: { newshape } });
  }
  const rest: number[] = newshape.map((d) => d ?? -1);
  const free = rest.indexOf(-1);
  const known = rest.reduce((product, d) => (d === -1 ? product : product * d), 1);
  const fits = free < 0 ? known === size : known > 0 ? size % known === 0 : size === 0;
  if (rest.some((d) => !Number.isInteger(d) || d < -1) || rest.lastIndexOf(-1) !== free || !fits) {
    throw new ShapeError("reshape", "the new shape does not hold as many elements", {
      expected: `sizes whose product is ${size} (one may be -1)`,
      received: { "x.shape": dims, newshape },
    });
  }
  if (free >= 0) rest[free] = known > 0 ? size / known : 0;
  return rest;
}

/**
 * The same elements in another shape; one size may be -1.
 *
 * @throws ShapeError when the sizes do not match.
 * @example K.eval(ops.reshape([[1, 2], [3, 4]], [-1])) // [1. 2. 3. 4.]
 */
export const reshape: ((x: TensorLike, newshape: number | Shape) => Tensor) & { op?: Op } = Object.assign(
  callable("reshape", reshapeTo),
  { op: reshapeOp },
);
