import { type TensorLike, toTensor } from "../../core/convert";
import { ValueError } from "../../core/errors";
import { normalizeAxis } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { transpose } from "../transpose";

/**
 * A tensor whose axes `source` stand at the places `destination`; the others keep their order.
 *
 * @throws ShapeError for an axis out of range.
 * @example ops.moveaxis(ops.ones([2, 3, 4]), 0, -1).shape // [ 3, 4, 2 ]
 */
export const moveaxis: (
  x: TensorLike,
  source: number | readonly number[],
  destination: number | readonly number[],
) => Tensor = callable(
  "moveaxis",
  (x: TensorLike, source: number | readonly number[], destination: number | readonly number[]): Tensor => {
    const tensor = toTensor("moveaxis", x);
    const axes = (list: number | readonly number[]): number[] =>
      [list].flat().map((axis) => normalizeAxis("moveaxis", axis as number, tensor.rank));
    const [from, to] = [axes(source), axes(destination)];
    if (from.length !== to.length || new Set(from).size !== from.length || new Set(to).size !== to.length) {
      throw new ValueError("moveaxis", "source and destination do not match", { received: { source, destination } });
    }
    const rest = tensor.dims.flatMap((_, i) => (from.includes(i) ? [] : [i]));
    const order = tensor.dims.map((_, i) => (to.includes(i) ? from[to.indexOf(i)]! : rest.shift()!));
    return transpose(tensor, { axes: order });
  },
);
