import type { TensorLike } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { copy } from "../copy";

/**
 * A tensor of what may stand for one.
 *
 * @example ops.convertToTensor([1, 2]).shape // [ 2 ]
 */
export const convertToTensor: (x: TensorLike, options?: { dtype?: string | null }) => Tensor = callable(
  "convert_to_tensor",
  (x: TensorLike, options?: { dtype?: string | null }): Tensor => {
    const { dtype } = checkOptions(
      "convert_to_tensor",
      options,
      ["dtype"],
      'ops.convertToTensor(x, { dtype: "int32" })',
    );
    return dtype ? cast(x, dtype) : copy(x);
  },
);
