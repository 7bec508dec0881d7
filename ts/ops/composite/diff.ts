import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { normalizeAxis } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { logicalXor } from "../logical_xor";
import { subtract } from "../subtract";
import { split } from "./split";

/**
 * The differences of neighbours along an axis, n times over.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.diff([1, 4, 9])) // [3. 5.]
 */
export const diff: (a: TensorLike, options?: { n?: number; axis?: number }) => Tensor = callable(
  "diff",
  (a: TensorLike, options?: { n?: number; axis?: number }): Tensor => {
    const { n = 1, axis = -1 } = checkOptions("diff", options, ["n", "axis"], "ops.diff(x, { n: 1, axis: -1 })");
    let x = toTensor("diff", a);
    for (let i = 0; i < n; i++) {
      const size = x.dims[normalizeAxis("diff", axis, x.rank)]!;
      const [, end] = split(x, [1], { axis });
      const [start] = split(x, [Math.max(0, size - 1)], { axis });
      x = x.dtype === "bool" ? logicalXor(end!, start!) : subtract(end!, start!);
    }
    return x;
  },
);
