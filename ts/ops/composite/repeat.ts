import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { normalizeAxis } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { broadcastTo } from "../broadcast_to";
import { take } from "../take";
import { reshape } from "../view/reshape";
import { expandDims } from "./expand_dims";

/** Options of `repeat`. */
export interface RepeatOptions {
  /** The axis; the flattened tensor when absent. */
  axis?: number | null;
}

/**
 * Each element repeated along an axis, as often as all others, or as its place says.
 *
 * @example K.eval(ops.repeat([1, 2], 2)) // [1. 1. 2. 2.]
 */
export const repeat: (x: TensorLike, repeats: number | readonly number[], options?: RepeatOptions) => Tensor = callable(
  "repeat",
  (x: TensorLike, repeats: number | readonly number[], options?: RepeatOptions): Tensor => {
    const { axis } = checkOptions("repeat", options, ["axis"], "ops.repeat(x, 2, { axis: 0 })");
    let tensor = toTensor("repeat", x);
    const counts = [repeats].flat();
    if (!counts.every((n) => Number.isInteger(n) && n >= 0))
      throw new ShapeError("repeat", "repeats is no whole number", { received: { repeats } });
    const flat = axis === undefined || axis === null;
    if (flat) tensor = reshape(tensor, [tensor.size]);
    const at = normalizeAxis("repeat", flat ? 0 : axis, tensor.rank);
    const dims = tensor.dims;
    if (typeof repeats !== "number" && counts.length !== 1) {
      if (counts.length !== dims[at]) {
        throw new ShapeError("repeat", "there is not one number for each place", {
          expected: `${dims[at]} numbers`,
          received: { repeats },
        });
      }
      return take(
        tensor,
        counts.flatMap((n, i) => new Array<number>(n).fill(i)),
        { axis: at },
      );
    }
    const times = counts[0]!;
    const wide = broadcastTo(expandDims(tensor, at + 1), [...dims.slice(0, at + 1), times, ...dims.slice(at + 1)]);
    return reshape(
      wide,
      dims.map((d, i) => (i === at ? d * times : d)),
    );
  },
);
