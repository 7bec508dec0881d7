import { type TensorLike, toIndices } from "../../core/convert";
import { type Dims, sizeOf } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { cast } from "../cast";
import { less } from "../less";
import { where } from "../where";
import { clip } from "./clip";
import { floorDivide } from "./floor_divide";
import { mod } from "./mod";

/**
 * Places in a flattened tensor of a shape as indices, one tensor for each axis. Negative places count from the end.
 *
 * @example K.eval(ops.unravelIndex([5], [2, 3])[0]) // [1]
 */
export const unravelIndex: (indices: TensorLike, shape: Dims) => Tensor[] = callable(
  "unravel_index",
  (indices: TensorLike, shape: Dims): Tensor[] => {
    const places = cast(toIndices("unravel_index", indices), "int32");
    const size = sizeOf(shape);
    let rest = clip(where(less(places, 0), add(places, size), places), 0, size - 1);
    const found: Tensor[] = [];
    for (const d of [...shape].reverse()) {
      found.unshift(mod(rest, d));
      rest = floorDivide(rest, d);
    }
    return found;
  },
);
