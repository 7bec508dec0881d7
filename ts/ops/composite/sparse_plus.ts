import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { cast } from "../cast";
import { divide } from "../divide";
import { greater } from "../greater";
import { less } from "../less";
import { lessEqual } from "../less_equal";
import { logicalAnd } from "../logical_and";
import { square } from "../square";
import { where } from "../where";

/**
 * 0 below -1, x above 1, (x + 1)² / 4 between.
 *
 * @example K.eval(ops.sparsePlus([-2, 0, 2])) // [0.   0.25 2.  ]
 */
export const sparsePlus: (x: TensorLike) => Tensor = callable("sparse_plus", (x: TensorLike): Tensor => {
  const tensor = cast(toTensor("sparse_plus", x), "float32");
  const between = logicalAnd(greater(tensor, -1), less(tensor, 1));
  const curve = divide(square(add(where(between, tensor, 0), 1)), 4);
  return where(between, curve, where(lessEqual(tensor, -1), 0, tensor));
});
