import { type TensorLike, toTensor } from "../../core/convert";
import { ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { normalizeAxis } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { absolute } from "../absolute";
import { cast } from "../cast";
import type { ReduceOptions } from "../kinds/reduce";
import { max } from "../max";
import { min } from "../min";
import { notEqual } from "../not_equal";
import { power } from "../power";
import { sqrt } from "../sqrt";
import { square } from "../square";
import { sum } from "../sum";

/** Options of `norm`. */
export interface NormOptions {
  /** Of vectors any number, of matrices "fro", 1, -1 or an infinity; the root of the sum of squares when absent. */
  ord?: number | string | null;
  /** One axis for vectors, two for matrices; all when absent. */
  axis?: number | readonly number[] | null;
  keepdims?: boolean;
}

/**
 * The norm of vectors or matrices.
 *
 * @throws ValueError for an order that there is not.
 * @example K.eval(ops.norm([3, 4])) // 5
 */
export const norm: (x: TensorLike, options?: NormOptions) => Tensor = callable(
  "norm",
  (x: TensorLike, options?: NormOptions): Tensor => {
    const {
      ord = null,
      axis,
      keepdims = false,
    } = checkOptions("norm", options, ["ord", "axis", "keepdims"], "ops.norm(x, { ord: 2, axis: -1 })");
    const tensor = cast(toTensor("norm", x), "float32");
    const axes = typeof axis === "number" ? [axis] : (axis ?? tensor.dims.map((_, i) => i));
    const fold = { axis: axes, keepdims };
    if (ord === null || (ord === "fro" && axes.length === 2) || (ord === 2 && axes.length === 1)) {
      return sqrt(sum(square(tensor), fold));
    }
    const y =
      typeof ord !== "number"
        ? undefined
        : axes.length === 1
          ? ofVectors(tensor, ord, fold)
          : ofMatrices(tensor, ord, axes, keepdims);
    if (y) return y;
    throw new ValueError("norm", "the order is not supported", {
      expected: axes.length === 1 ? "a number" : '"fro", 1, -1, infinity or -infinity',
      received: { ord, axis },
    });
  },
);

function ofVectors(x: Tensor, ord: number, fold: ReduceOptions): Tensor {
  const size = absolute(x);
  if (ord === Number.POSITIVE_INFINITY) return max(size, fold);
  if (ord === Number.NEGATIVE_INFINITY) return min(size, fold);
  if (ord === 0) return sum(cast(notEqual(x, 0), "float32"), fold);
  if (ord === 1) return sum(size, fold);
  return power(sum(power(size, ord), fold), 1 / ord);
}

function ofMatrices(x: Tensor, ord: number, axes: readonly number[], keepdims: boolean): Tensor | undefined {
  const infinite = !Number.isFinite(ord);
  if (axes.length !== 2 || (Math.abs(ord) !== 1 && !infinite)) return undefined;
  const [rows, columns] = axes.map((a) => normalizeAxis("norm", a, x.rank)) as [number, number];
  const sums = sum(absolute(x), { axis: infinite ? columns : rows, keepdims: true });
  return (ord > 0 ? max : min)(sums, { axis: [rows, columns], keepdims });
}
