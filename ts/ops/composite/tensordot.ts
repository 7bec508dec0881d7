import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { normalizeAxis } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { einsum } from "./einsum";

/** Options of `tensordot`. */
export interface TensordotOptions {
  /** How many of the last axes of x1 and the first of x2, or the axes of each; 2 by default. */
  axes?: number | readonly (number | readonly number[])[];
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/**
 * The products of two tensors, summed over axes of both.
 *
 * @throws ShapeError when the axes do not match.
 * @example ops.tensordot(ops.ones([2, 3]), ops.ones([3, 4]), { axes: 1 }).shape // [ 2, 4 ]
 */
export const tensordot: (x1: TensorLike, x2: TensorLike, options?: TensordotOptions) => Tensor = callable(
  "tensordot",
  (x1: TensorLike, x2: TensorLike, options?: TensordotOptions): Tensor => {
    const own = checkOptions("tensordot", options, ["axes"], "ops.tensordot(x1, x2, { axes: 1 })");
    const [a, b] = [toTensor("tensordot", x1), toTensor("tensordot", x2)];
    const { axes = 2 } = own;
    const count = typeof axes === "number" ? axes : 0;
    const range = (from: number): number[] => Array.from({ length: count }, (_, i) => from + i);
    const [left, right] = (
      typeof axes === "number" ? [range(a.rank - count), range(0)] : axes.map((list) => [list].flat())
    ) as [number[], number[]];
    if (left.length !== right.length) {
      throw new ShapeError("tensordot", "the axes differ in number", { received: { axes } });
    }
    const first = [...LETTERS.slice(0, a.rank)];
    const second = [...LETTERS.slice(a.rank, a.rank + b.rank)];
    const inner = left.map((axis, i) => {
      const letter = first[normalizeAxis("tensordot", axis, a.rank)]!;
      second[normalizeAxis("tensordot", right[i]!, b.rank)] = letter;
      return letter;
    });
    const output = [...first, ...second].filter((letter) => !inner.includes(letter));
    return einsum(`${first.join("")},${second.join("")}->${output.join("")}`, a, b);
  },
);
