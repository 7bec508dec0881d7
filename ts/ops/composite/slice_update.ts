import { type TensorLike, toIndices, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { greaterEqual } from "../greater_equal";
import { less } from "../less";
import { logicalAnd } from "../logical_and";
import { subtract } from "../subtract";
import { take } from "../take";
import { reshape } from "../view/reshape";
import { where } from "../where";
import { arange } from "./arange";
import { clip } from "./clip";

/**
 * A tensor with a block of others in it, from `startIndices` on; the block is moved to lie inside.
 *
 * @throws ShapeError when the block does not fit.
 * @example K.eval(ops.sliceUpdate([1, 2, 3], [1], [9])) // [1. 9. 3.]
 */
export const sliceUpdate: (inputs: TensorLike, startIndices: TensorLike, updates: TensorLike) => Tensor = callable(
  "slice_update",
  (inputs: TensorLike, startIndices: TensorLike, updates: TensorLike): Tensor => {
    const x = toTensor("slice_update", inputs);
    let block = toTensor("slice_update", updates);
    const starts = cast(toIndices("slice_update", startIndices), "int32");
    if (block.rank !== x.rank || starts.size !== x.rank || block.dims.some((d, i) => d > x.dims[i]!)) {
      throw new ShapeError("slice_update", "the block does not fit the tensor", {
        expected: `a start for each of ${x.rank} axes, and at most the sizes [${x.dims}]`,
        received: { "startIndices.shape": starts.shape, "updates.shape": block.shape },
      });
    }
    let inside: TensorLike = true;
    for (const [axis, size] of x.dims.entries()) {
      const own = block.dims[axis]!;
      // Which place of the block each place of the axis meets.
      const start = clip(take(starts, axis), 0, size - own);
      const place = subtract(arange(size), start);
      const meets = logicalAnd(greaterEqual(place, 0), less(place, own));
      inside = logicalAnd(
        inside,
        reshape(
          meets,
          x.dims.map((_, i) => (i === axis ? size : 1)),
        ),
      );
      block = take(block, clip(place, 0, own - 1), { axis });
    }
    return where(inside, cast(block, x.dtype), x);
  },
);
