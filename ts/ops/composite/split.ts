import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { normalizeAxis } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { slice } from "../slice";

/** Options of `split`. */
export interface SplitOptions {
  /** The axis to cut; 0 by default. */
  axis?: number;
}

/**
 * The tensor cut along an axis: into equal parts, or before each of the indices given.
 *
 * @throws ShapeError when it does not divide into equal parts.
 * @example ops.split(ops.arange(4), 2).length // 2
 */
export const split: (x: TensorLike, indicesOrSections: number | readonly number[], options?: SplitOptions) => Tensor[] =
  callable(
    "split",
    (x: TensorLike, indicesOrSections: number | readonly number[], options?: SplitOptions): Tensor[] => {
      const { axis } = checkOptions("split", options, ["axis"], "ops.split(x, 2, { axis: 0 })");
      const tensor = toTensor("split", x);
      const at = normalizeAxis("split", axis ?? 0, tensor.rank);
      const size = tensor.dims[at]!;
      const cuts =
        typeof indicesOrSections === "number"
          ? Array.from({ length: indicesOrSections - 1 }, (_, i) => ((i + 1) * size) / indicesOrSections)
          : indicesOrSections.map((i) => Math.max(0, Math.min(size, i < 0 ? i + size : i)));
      if (!cuts.every(Number.isInteger) || (typeof indicesOrSections === "number" && indicesOrSections < 1)) {
        throw new ShapeError("split", "the axis does not divide into equal parts", {
          expected: `a divisor of ${size}, or a list of indices`,
          received: { indicesOrSections },
        });
      }
      const edges = [0, ...cuts, size];
      return edges.slice(1).map((end, i) => {
        const start = Math.min(edges[i]!, end);
        return slice(
          tensor,
          tensor.dims.map((_, a) => (a === at ? start : 0)),
          tensor.dims.map((d, a) => (a === at ? end - start : d)),
        );
      });
    },
  );
