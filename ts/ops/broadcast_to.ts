import { type TensorLike, toTensor } from "../core/convert";
import { ShapeError } from "../core/errors";
import type { Op } from "../core/op";
import { broadcastShapes, broadcastStrides, type Dims, sameShape } from "../core/shapes";
import { callable } from "../core/symbolic";
import { makeNode, type Tensor } from "../core/tensor";
import { lowerStrided } from "./kinds/strided";
import { unbroadcast } from "./kinds/zip";

/** The record of `broadcast_to`. */
export const broadcastToOp: Op = {
  name: "broadcast_to",
  kind: "move",
  keras: "keras.src.ops.numpy.BroadcastTo",
  infer: ([x], { shape }) => ({ shape: shape as Dims, dtype: x!.dtype }),
  gradient: ({ inputs: [x] }, g, k) => [unbroadcast(g, x!.dims, k)],
  lower: ({ inputs: [x], output }) =>
    lowerStrided("broadcast_to", output.dims, broadcastStrides(x!.dims, output.dims), 0),
};

/**
 * The tensor repeated to a shape it broadcasts to.
 *
 * @throws ShapeError when it does not broadcast to the shape.
 * @example K.eval(ops.broadcastTo([1, 2], [2, 2])) // [[1. 2.] [1. 2.]]
 */
export const broadcastTo: ((x: TensorLike, shape: Dims) => Tensor) & { op?: Op } = Object.assign(
  callable("broadcast_to", (x: TensorLike, shape: Dims) => {
    const tensor = toTensor("broadcast_to", x);
    if (sameShape(tensor.shape, shape)) return tensor;
    if (!sameShape(broadcastShapes("broadcast_to", tensor.dims, shape), shape)) {
      throw new ShapeError("broadcast_to", "the tensor does not broadcast to the shape", {
        received: { "x.shape": tensor.dims, shape },
      });
    }
    return makeNode(broadcastToOp, [tensor], { shape: [...shape] });
  }),
  { op: broadcastToOp },
);
