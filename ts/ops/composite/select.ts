import type { TensorLike } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { where } from "../where";

/**
 * For each element the choice of the first condition that holds; `default`, 0 unless said, where none does.
 *
 * @throws ShapeError unless there is a choice for each condition.
 * @example K.eval(ops.select([[true, false], [true, true]], [1, 2])) // [1. 2.]
 */
export const select: (
  condlist: readonly TensorLike[],
  choicelist: readonly TensorLike[],
  options?: { default?: TensorLike },
) => Tensor = callable(
  "select",
  (condlist: readonly TensorLike[], choicelist: readonly TensorLike[], options?: { default?: TensorLike }): Tensor => {
    const form = "ops.select([a, b], [x, y], { default: 0 })";
    const { default: rest = 0 } = checkOptions("select", options, ["default"], form);
    if (condlist.length === 0 || condlist.length !== choicelist.length) {
      throw new ShapeError("select", "conditions and choices differ in number, or there are none", {
        received: `${condlist.length} conditions, ${choicelist.length} choices`,
      });
    }
    return condlist.reduceRight<TensorLike>((y, condition, i) => where(condition, choicelist[i]!, y), rest) as Tensor;
  },
);
