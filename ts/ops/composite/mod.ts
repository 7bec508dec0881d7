import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { multiply } from "../multiply";
import { subtract } from "../subtract";
import { floorDivide } from "./floor_divide";

/**
 * What is left of x1 / x2, with the sign of x2.
 *
 * @throws ShapeError when the operands do not broadcast.
 * @example K.eval(ops.mod([7, -7], 4)) // [3. 1.]
 */
export const mod: (x1: TensorLike, x2: TensorLike) => Tensor = callable(
  "mod",
  (x1: TensorLike, x2: TensorLike): Tensor => subtract(x1, multiply(floorDivide(x1, x2), x2)),
);
