import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import { normalizeAxis } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { type SplitOptions, split } from "./split";

/**
 * The tensor cut along an axis into parts that are as equal as can be, the longer ones first; or before each of the
 * indices given.
 *
 * @throws ShapeError for an axis out of range.
 * @example ops.arraySplit([1, 2, 3], 2)[0].size // 2
 */
export const arraySplit: (
  x: TensorLike,
  indicesOrSections: number | readonly number[],
  options?: SplitOptions,
) => Tensor[] = callable(
  "array_split",
  (x: TensorLike, indicesOrSections: number | readonly number[], options?: SplitOptions): Tensor[] => {
    const { axis = 0 } = checkOptions("array_split", options, ["axis"], "ops.arraySplit(x, 2, { axis: 0 })");
    const tensor = toTensor("array_split", x);
    if (typeof indicesOrSections !== "number") return split(tensor, indicesOrSections, { axis });
    const size = tensor.dims[normalizeAxis("array_split", axis, tensor.rank)]!;
    const [least, longer] = [Math.floor(size / indicesOrSections), size % indicesOrSections];
    const cuts = Array.from({ length: indicesOrSections - 1 }, (_, i) => (i + 1) * least + Math.min(i + 1, longer));
    return split(tensor, cuts, { axis });
  },
);
