import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { square } from "../square";
import { subtract } from "../subtract";
import { reshape } from "../view/reshape";
import { mean } from "./mean";

/**
 * The mean and the variance over axes, as a pair.
 *
 * @throws ShapeError for an axis out of range.
 * @example ops.moments([1, 3], [0]).length // 2
 */
export const moments: (x: TensorLike, axes: number | readonly number[], options?: { keepdims?: boolean }) => Tensor[] =
  callable("moments", (x: TensorLike, axes: number | readonly number[], options?: { keepdims?: boolean }): Tensor[] => {
    const { keepdims } = checkOptions("moments", options, ["keepdims"], "ops.moments(x, [0, 1], { keepdims: true })");
    const tensor = cast(toTensor("moments", x), "float32");
    const middle = mean(tensor, { axis: axes, keepdims: true });
    const spread = mean(square(subtract(tensor, middle)), { axis: axes, keepdims: keepdims ?? false });
    return [keepdims ? middle : reshape(middle, spread.dims), spread];
  });
