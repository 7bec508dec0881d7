import type { TensorLike } from "../../core/convert";
import { toTensors } from "../../core/convert";
import { isInteger } from "../../core/dtypes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { divide } from "../divide";
import { floor } from "../floor";

/**
 * The whole part of x1 / x2, towards minus infinity; whole for whole numbers (below 2^24).
 *
 * @throws ShapeError when the operands do not broadcast.
 * @example K.eval(ops.floorDivide([7, -7], 2)) // [ 3. -4.]
 */
export const floorDivide: (x1: TensorLike, x2: TensorLike) => Tensor = callable(
  "floor_divide",
  (x1: TensorLike, x2: TensorLike): Tensor => {
    const [a, b] = toTensors("floor_divide", x1, x2);
    const y = floor(divide(a, b));
    return isInteger(a.dtype) && isInteger(b.dtype) ? cast(y, "int32") : y;
  },
);
