import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { normalizeAxis } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { concatenate } from "../concatenate";
import { reshape } from "../view/reshape";
import { split } from "./split";

/** Options of `roll`. */
export interface RollOptions {
  /** The axis or axes, one for each shift; the flattened tensor when absent. */
  axis?: number | readonly number[] | null;
}

/**
 * The elements moved along axes; what leaves at one end comes in at the other.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.roll([1, 2, 3], 1)) // [3. 1. 2.]
 */
export const roll: (x: TensorLike, shift: number | readonly number[], options?: RollOptions) => Tensor = callable(
  "roll",
  (x: TensorLike, shift: number | readonly number[], options?: RollOptions): Tensor => {
    const { axis } = checkOptions("roll", options, ["axis"], "ops.roll(x, 1, { axis: 0 })");
    let tensor = toTensor("roll", x);
    const { dims } = tensor;
    const flat = axis === undefined || axis === null;
    if (flat) tensor = reshape(tensor, -1);
    const axes = [flat ? 0 : axis].flat();
    const shifts = [shift].flat();
    if (!shifts.every(Number.isInteger) || (shifts.length !== axes.length && shifts.length !== 1)) {
      throw new ShapeError("roll", "the shifts do not fit the axes", {
        expected: "a whole number for each axis",
        received: { shift, axis },
      });
    }
    for (const [i, a] of axes.entries()) {
      const at = normalizeAxis("roll", a, tensor.rank);
      const size = tensor.dims[at]!;
      const cut = size - ((((shifts[i] ?? shifts[0]!) % size) + size) % size);
      if (size === 0 || cut === size) continue;
      const [start, end] = split(tensor, [cut], { axis: at });
      tensor = concatenate([end!, start!], { axis: at });
    }
    return reshape(tensor, dims);
  },
);
