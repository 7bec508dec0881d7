import { type TensorLike, toIndices, toTensor } from "../../core/convert";
import type { Dims } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { scatterUpdate } from "../scatter_update";
import { reshape } from "../view/reshape";
import { zeros } from "./zeros";

/**
 * A tensor of zeros of a shape, and the values added to it at their indices: `indices` is [..., depth], `values` has a
 * row of the axes that are left for each. A value outside is left out.
 *
 * @throws ShapeError when the indices do not fit the shape.
 * @example K.eval(ops.scatter([[0], [2]], [7, 8], [3])) // [7. 0. 8.]
 */
export const scatter: (indices: TensorLike, values: TensorLike, shape: Dims) => Tensor = callable(
  "scatter",
  (indices: TensorLike, values: TensorLike, shape: Dims): Tensor => {
    const list = toIndices("scatter", indices);
    const rows = toTensor("scatter", values);
    const depth = list.dims[list.rank - 1] ?? 0;
    const flat = reshape(list, [depth === 0 ? 0 : list.size / depth, depth]);
    const updates = reshape(rows, [flat.dims[0]!, ...shape.slice(depth)]);
    return scatterUpdate(zeros(shape, { dtype: rows.dtype }), flat, updates, { reduction: "add" });
  },
);
