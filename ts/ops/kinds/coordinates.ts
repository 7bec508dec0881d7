/** Values between the cells of a tensor, at coordinates that are tensors themselves. */
import { type DType, isInteger } from "../../core/dtypes";
import { ValueError } from "../../core/errors";
import { type Dims, stridesOf } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import { absolute } from "../absolute";
import { add } from "../add";
import { broadcastTo } from "../broadcast_to";
import { cast } from "../cast";
import { arange } from "../composite/arange";
import { clip } from "../composite/clip";
import { expandDims } from "../composite/expand_dims";
import { floorDivide } from "../composite/floor_divide";
import { mod } from "../composite/mod";
import { floor } from "../floor";
import { greaterEqual } from "../greater_equal";
import { less } from "../less";
import { logicalAnd } from "../logical_and";
import { multiply } from "../multiply";
import { sign } from "../sign";
import { subtract } from "../subtract";
import { take } from "../take";
import { reshape } from "../view/reshape";
import { where } from "../where";

/** How values are read. */
export interface Reading {
  /** 0: of the nearest cell; 1: of the cells around, by their nearness. */
  order: number;
  fillMode: string;
  fillValue: number;
}

const mirrored = (place: Tensor, size: number): Tensor =>
  absolute(subtract(mod(add(place, size - 1), 2 * size - 2), size - 1));

/** For places outside of an axis the ones that stand for them. */
const MODES: Readonly<Record<string, (place: Tensor, size: number) => Tensor>> = {
  constant: (place, size) => clip(place, 0, size - 1),
  nearest: (place, size) => clip(place, 0, size - 1),
  wrap: (place, size) => mod(place, size),
  mirror: mirrored,
  reflect: (place, size) => floorDivide(subtract(mirrored(add(multiply(place, 2), 1), 2 * size + 1), 1), 2),
};

const INTERPOLATIONS: Readonly<Record<string, number>> = { nearest: 0, bilinear: 1 };

/** The order of an interpolation by its name. */
export function orderOf(where: string, interpolation = "bilinear"): number {
  const order = INTERPOLATIONS[interpolation];
  if (order !== undefined) return order;
  throw new ValueError(where, "the interpolation is unknown", {
    expected: '"nearest" or "bilinear"',
    received: { interpolation },
  });
}

/** Checks how values are read. */
export function checkReading(place: string, { order, fillMode }: Reading): void {
  if (order !== 0 && order !== 1)
    throw new ValueError(place, "the order is unknown", { expected: "0 or 1", received: { order } });
  if (fillMode in MODES) return;
  throw new ValueError(place, "the fill mode is unknown", {
    expected: Object.keys(MODES)
      .map((name) => `"${name}"`)
      .join(", "),
    received: { fillMode },
  });
}

/** A cell that has a part in a value along one axis. */
interface Part {
  place: Tensor;
  inside: Tensor;
  weight: Tensor | undefined;
}

function partsOf(coordinate: Tensor, size: number, { order, fillMode }: Reading): Part[] {
  const part = (at: Tensor, weight: Tensor | undefined): Part => {
    const place = cast(at, "int32");
    const inside = logicalAnd(greaterEqual(place, 0), less(place, size));
    return { place: MODES[fillMode]!(place, size), inside, weight };
  };
  // Halves away from zero.
  if (order === 0) return [part(multiply(sign(coordinate), floor(add(absolute(coordinate), 0.5))), undefined)];
  const low = floor(coordinate);
  const weight = subtract(coordinate, low);
  return [part(low, subtract(1, weight)), part(add(low, 1), weight)];
}

/**
 * Rows [cells, inner] at coordinates, a tensor of one shape for each of the axes `dims` that the cells are made of;
 * `first` is the cell that they count from.
 */
export function readAt(
  rows: Tensor,
  dims: Dims,
  coordinates: readonly Tensor[],
  first: Tensor | undefined,
  reading: Reading,
): Tensor {
  const strides = stridesOf(dims);
  const shape = coordinates[0]!.dims;
  const wide = (x: Tensor): Tensor => expandDims(broadcastTo(x, shape), -1);
  let terms: { place: Tensor | undefined; inside: Tensor | undefined; weight: Tensor | undefined }[] = [
    { place: first, inside: undefined, weight: undefined },
  ];
  for (const [axis, coordinate] of coordinates.entries()) {
    const parts = partsOf(coordinate, dims[axis]!, reading);
    terms = terms.flatMap((term) =>
      parts.map((part) => {
        const step = multiply(part.place, strides[axis]!);
        return {
          place: term.place ? add(term.place, step) : step,
          inside: term.inside ? logicalAnd(term.inside, part.inside) : part.inside,
          weight: term.weight && part.weight ? multiply(term.weight, part.weight) : part.weight,
        };
      }),
    );
  }
  const values = terms.map(({ place, inside, weight }) => {
    const taken = take(rows, place!, { axis: 0 });
    const filled = reading.fillMode === "constant" ? where(wide(inside!), taken, reading.fillValue) : taken;
    return weight ? multiply(wide(weight), filled) : filled;
  });
  return values.reduce((sum, value) => add(sum, value));
}

/** A result as the dtype of what was read: whole numbers are rounded. */
export function asRead(y: Tensor, dtype: DType): Tensor {
  return isInteger(dtype) ? cast(multiply(sign(y), floor(add(absolute(y), 0.5))), dtype) : y;
}

/** Images [batch, height, width, channels] read at rows and columns [batch, ...]. */
export function readImages(x: Tensor, rows: Tensor, columns: Tensor, reading: Reading): Tensor {
  const [n, h, w, channels] = x.dims as [number, number, number, number];
  const first = reshape(multiply(arange(n), h * w), [n, ...rows.dims.slice(1).map(() => 1)]);
  const flat = reshape(cast(x, "float32"), [n * h * w, channels]);
  return asRead(readAt(flat, [h, w], [rows, columns], first, reading), x.dtype);
}
