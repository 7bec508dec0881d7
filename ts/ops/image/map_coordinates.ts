import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { squeeze } from "../composite/squeeze";
import { unstack } from "../composite/unstack";
import { asRead, checkReading, readAt } from "../kinds/coordinates";
import { reshape } from "../view/reshape";

/** Options of `mapCoordinates`. */
export interface MapCoordinatesOptions {
  /** What stands outside: "constant" (the default), "nearest", "wrap", "mirror" or "reflect". */
  fillMode?: string;
  /** What "constant" holds; 0 by default. */
  fillValue?: number;
}

/**
 * The values of a tensor at coordinates [axes, ...], between its cells: of the nearest one (order 0), or of those around
 * it (order 1).
 *
 * @throws ShapeError unless there are coordinates for each axis.
 * @example K.eval(ops.image.mapCoordinates([1, 3], [[0.5]], 1)) // [2.]
 */
export const mapCoordinates: (
  inputs: TensorLike,
  coordinates: TensorLike,
  order: number,
  options?: MapCoordinatesOptions,
) => Tensor = callable(
  "map_coordinates",
  (inputs: TensorLike, coordinates: TensorLike, order: number, options?: MapCoordinatesOptions): Tensor => {
    const form = 'ops.image.mapCoordinates(x, coordinates, 1, { fillMode: "nearest" })';
    const own = checkOptions("map_coordinates", options, ["fillMode", "fillValue"], form);
    const reading = { order, fillMode: own.fillMode ?? "constant", fillValue: own.fillValue ?? 0 };
    checkReading("map_coordinates", reading);
    const x = toTensor("map_coordinates", inputs);
    const given = cast(toTensor("map_coordinates", coordinates), "float32");
    if (given.rank < 2 || given.dims[0] !== x.rank) {
      throw new ShapeError("map_coordinates", "there are not coordinates for each axis", {
        expected: `shape [${x.rank}, ...]`,
        received: { "coordinates.shape": given.shape },
      });
    }
    const rows = reshape(cast(x, "float32"), [x.size, 1]);
    return asRead(squeeze(readAt(rows, x.dims, unstack(given), undefined, reading), { axis: -1 }), x.dtype);
  },
);
