import { scalar } from "../../core/convert";
import { standardizeDType } from "../../core/dtypes";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import type { Dims } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { broadcastTo } from "../broadcast_to";

/**
 * A tensor that holds one value.
 *
 * @example K.eval(ops.full([2], 7)) // [7. 7.]
 */
export const full: (shape: Dims, fillValue: number | boolean, options?: { dtype?: string | null }) => Tensor = callable(
  "full",
  (shape: Dims, fillValue: number | boolean, options?: { dtype?: string | null }): Tensor => {
    const { dtype } = checkOptions("full", options, ["dtype"], "ops.full([2, 3], 7)");
    if (!Array.isArray(shape) || !shape.every((d) => Number.isInteger(d) && d >= 0)) {
      throw new ShapeError("full", "the shape is no list of whole numbers", { received: { shape } });
    }
    const value = scalar(
      Number(fillValue),
      standardizeDType(dtype ?? (typeof fillValue === "boolean" ? "bool" : "float32"), "full"),
    );
    return broadcastTo(value, shape);
  },
);
