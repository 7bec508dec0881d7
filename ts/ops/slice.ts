import { type TensorLike, toTensor } from "../core/convert";
import { ShapeError } from "../core/errors";
import type { Op } from "../core/op";
import { type Dims, sameShape, stridesOf } from "../core/shapes";
import { callable } from "../core/symbolic";
import { makeNode, type Tensor } from "../core/tensor";
import { lowerStrided } from "./kinds/strided";

/** The record of `slice`. */
export const sliceOp: Op = {
  name: "slice",
  kind: "move",
  keras: "keras.src.ops.core.Slice",
  infer: ([x], { shape }) => ({ shape: shape as Dims, dtype: x!.dtype }),
  gradient: ({ inputs: [x], attributes: { start, shape } }, g, k) => [
    k.pad(
      g,
      x!.dims.map((d, i) => [(start as number[])[i]!, d - (start as number[])[i]! - (shape as number[])[i]!] as const),
    ),
  ],
  lower: ({ inputs: [x], attributes: { start }, output }) => {
    const strides = stridesOf(x!.dims);
    const offset = (start as number[]).reduce((sum, s, i) => sum + s * strides[i]!, 0);
    return lowerStrided("slice", output.dims, strides, offset);
  },
};

/**
 * A block of a tensor: `shape` elements from `start`, along every axis; -1 in `shape` means to the end.
 *
 * @throws ShapeError when the block does not lie inside.
 * @example K.eval(ops.slice([1, 2, 3, 4], [1], [2])) // [2. 3.]
 */
export const slice: ((inputs: TensorLike, startIndices: Dims, shape: Dims) => Tensor) & { op?: Op } = Object.assign(
  callable("slice", (inputs: TensorLike, startIndices: Dims, shape: Dims) => {
    const x = toTensor("slice", inputs);
    const sizes = shape.map((d, i) => (d === -1 ? (x.dims[i] ?? 0) - (startIndices[i] ?? 0) : d));
    const fits =
      startIndices.length === x.rank &&
      sizes.length === x.rank &&
      sizes.every((d, i) => {
        const start = startIndices[i]!;
        return Number.isInteger(d) && Number.isInteger(start) && d >= 0 && start >= 0 && start + d <= x.dims[i]!;
      });
    if (!fits) {
      throw new ShapeError("slice", "the block does not lie inside the tensor", {
        expected: `start and size for each of ${x.rank} axes, within [${x.dims}]`,
        received: { startIndices, shape },
      });
    }
    return sameShape(sizes, x.shape) ? x : makeNode(sliceOp, [x], { start: [...startIndices], shape: sizes });
  }),
  { op: sliceOp },
);
