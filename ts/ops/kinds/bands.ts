/** Diagonals of matrices. */
import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError, ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { arange } from "../composite/arange";
import { equal } from "../equal";
import { pad } from "../pad";
import { subtract } from "../subtract";
import { take } from "../take";
import { reshape } from "../view/reshape";
import { where } from "../where";

/** The number of the diagonal that each element of a matrix lies on: 0 on the main one, positive above it; int32. */
export function diagonals(rows: number, columns: number): Tensor {
  return subtract(arange(columns), reshape(arange(rows), [rows, 1]));
}

/** Options of what reads or writes a diagonal. */
export interface DiagonalNumber {
  /** Which diagonal: 0, the main one, by default; above it the numbers are positive. */
  k?: number;
}

/** The checked number of a diagonal. */
export function diagonalNumber(where: string, options: DiagonalNumber | undefined): number {
  const { k = 0 } = checkOptions(where, options, ["k"], `ops.${where}(x, { k: 1 })`);
  if (Number.isInteger(k)) return k;
  throw new ValueError(where, "k is no whole number", { received: { k } });
}

/** Matrices, the last two axes, with zeros where a rule about diagonals does not hold. */
export function keepBand(name: string, x: TensorLike, holds: (diagonal: Tensor) => Tensor): Tensor {
  const tensor = toTensor(name, x);
  if (tensor.rank < 2) {
    throw new ShapeError(name, "the input is no matrix", {
      expected: "rank 2 or more",
      received: { "x.shape": tensor.shape },
    });
  }
  const [rows, columns] = tensor.dims.slice(-2) as [number, number];
  return cast(where(holds(diagonals(rows, columns)), tensor, 0), tensor.dtype);
}

/** The diagonal number k of the last two axes, as the last axis. */
export function lastDiagonal(x: Tensor, k: number): Tensor {
  const [rows, columns] = x.dims.slice(-2) as [number, number];
  const length = Math.max(0, Math.min(rows + Math.min(k, 0), columns - Math.max(k, 0)));
  const first = Math.max(k, 0) + Math.max(-k, 0) * columns;
  const places = Array.from({ length }, (_, i) => first + i * (columns + 1));
  return take(reshape(x, [...x.dims.slice(0, -2), rows * columns]), places, { axis: -1 });
}

/** A matrix with a vector on its diagonal number k. */
export function onDiagonal(x: Tensor, k: number): Tensor {
  const size = x.size + Math.abs(k);
  const filled = pad(x, [[Math.max(-k, 0), Math.max(k, 0)]]);
  return cast(where(equal(diagonals(size, size), k), reshape(filled, [size, 1]), 0), x.dtype);
}
