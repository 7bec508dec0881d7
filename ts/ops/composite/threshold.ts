import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { greater } from "../greater";
import { where } from "../where";

/**
 * x where x is above a threshold, else a default value.
 *
 * @example K.eval(ops.threshold([-1, 2], 0, 5)) // [5. 2.]
 */
export const threshold: (x: TensorLike, threshold: number, defaultValue: number) => Tensor = callable(
  "threshold",
  (x: TensorLike, limit: number, defaultValue: number): Tensor => {
    const tensor = cast(toTensor("threshold", x), "float32");
    return where(greater(tensor, limit), tensor, defaultValue);
  },
);
