import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { broadcastTo } from "../broadcast_to";
import { reshape } from "../view/reshape";

/**
 * The whole tensor repeated along each axis.
 *
 * @example K.eval(ops.tile([1, 2], 2)) // [1. 2. 1. 2.]
 */
export const tile: (x: TensorLike, repeats: number | readonly number[]) => Tensor = callable(
  "tile",
  (x: TensorLike, repeats: number | readonly number[]): Tensor => {
    const tensor = toTensor("tile", x);
    const counts = typeof repeats === "number" ? [repeats] : [...repeats];
    if (!counts.every((n) => Number.isInteger(n) && n >= 0)) {
      throw new ShapeError("tile", "repeats are no whole numbers", { received: { repeats } });
    }
    const rank = Math.max(tensor.rank, counts.length);
    const dims = [...new Array<number>(rank - tensor.rank).fill(1), ...tensor.dims];
    while (counts.length < rank) counts.unshift(1);
    const wide = broadcastTo(
      reshape(
        tensor,
        dims.flatMap((d) => [1, d]),
      ),
      dims.flatMap((d, i) => [counts[i]!, d]),
    );
    return reshape(
      wide,
      dims.map((d, i) => d * counts[i]!),
    );
  },
);
