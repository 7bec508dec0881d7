import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { cast } from "../cast";
import { multiply } from "../multiply";
import { clip } from "./clip";

/**
 * (x + 1) / 2 brought into [0, 1].
 *
 * @example K.eval(ops.sparseSigmoid([-2, 0, 2])) // [0.  0.5 1. ]
 */
export const sparseSigmoid: (x: TensorLike) => Tensor = callable("sparse_sigmoid", (x: TensorLike): Tensor => {
  const tensor = cast(toTensor("sparse_sigmoid", x), "float32");
  return multiply(0.5, clip(add(tensor, 1), 0, 2));
});
