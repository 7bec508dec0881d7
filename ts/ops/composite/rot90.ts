import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { normalizeAxis } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { flip } from "./flip";
import { swapaxes } from "./swapaxes";

/** Options of `rot90`. */
export interface Rot90Options {
  /** How many quarters; 1 by default. */
  k?: number;
  /** The plane, turned from the first axis to the second; [0, 1] by default. */
  axes?: readonly number[];
}

/**
 * A plane turned by quarters.
 *
 * @throws ShapeError when the axes are no plane.
 * @example K.eval(ops.rot90([[1, 2], [3, 4]])) // [[2. 4.] [1. 3.]]
 */
export const rot90: (array: TensorLike, options?: Rot90Options) => Tensor = callable(
  "rot90",
  (array: TensorLike, options?: Rot90Options): Tensor => {
    const { k = 1, axes = [0, 1] } = checkOptions("rot90", options, ["k", "axes"], "ops.rot90(x, { k: 1 })");
    const x = toTensor("rot90", array);
    const [first, second] = axes.map((axis) => normalizeAxis("rot90", axis, x.rank)) as [number, number];
    if (axes.length !== 2 || first === second) {
      throw new ShapeError("rot90", "the axes are no plane", { expected: "two axes", received: { axes } });
    }
    const quarters = ((k % 4) + 4) % 4;
    if (quarters === 0) return x;
    if (quarters === 2) return flip(x, { axis: [first, second] });
    const turned = swapaxes(quarters === 1 ? flip(x, { axis: second }) : x, first, second);
    return quarters === 1 ? turned : flip(turned, { axis: second });
  },
);
