import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { normalizeAxis } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { broadcastTo } from "../broadcast_to";
import { cast } from "../cast";
import { divide } from "../divide";
import { multiply } from "../multiply";
import { sum } from "../sum";
import { reshape } from "../view/reshape";
import { mean } from "./mean";

/** Options of `average`. */
export interface AverageOptions {
  /** The axis or axes to fold; all when absent. */
  axis?: number | readonly number[] | null;
  /** The weight of each element, or, along one axis, of each of its places. */
  weights?: TensorLike | null;
}

/**
 * The mean over axes, weighted.
 *
 * @throws ShapeError when the weights do not fit.
 * @example K.eval(ops.average([1, 3], { weights: [3, 1] })) // 1.5
 */
export const average: (x: TensorLike, options?: AverageOptions) => Tensor = callable(
  "average",
  (x: TensorLike, options?: AverageOptions): Tensor => {
    const { axis, weights } = checkOptions(
      "average",
      options,
      ["axis", "weights"],
      "ops.average(x, { axis: 1, weights })",
    );
    const tensor = cast(toTensor("average", x), "float32");
    if (weights === undefined || weights === null) return mean(tensor, { axis: axis ?? null });
    let own = cast(toTensor("average", weights), "float32");
    if (own.rank === 1 && typeof axis === "number") {
      const at = normalizeAxis("average", axis, tensor.rank);
      own = reshape(
        own,
        tensor.dims.map((_, i) => (i === at ? own.size : 1)),
      );
    }
    const wide = broadcastTo(own, tensor.dims);
    return divide(sum(multiply(tensor, wide), { axis: axis ?? null }), sum(wide, { axis: axis ?? null }));
  },
);
