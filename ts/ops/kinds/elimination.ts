/** Solving by elimination, column by column: unrolled into the program, so for small matrices. */
import { type TensorLike, tensorFrom, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import type { Tensor } from "../../core/tensor";
import { absolute } from "../absolute";
import { argmax } from "../argmax";
import { broadcastTo } from "../broadcast_to";
import { cast } from "../cast";
import { arange } from "../composite/arange";
import { split } from "../composite/split";
import { concatenate } from "../concatenate";
import { divide } from "../divide";
import { equal } from "../equal";
import { multiply } from "../multiply";
import { slice } from "../slice";
import { subtract } from "../subtract";
import { sum } from "../sum";
import { reshape } from "../view/reshape";
import { where } from "../where";

/** As many rows and columns may be unrolled. */
const MOST = 2048;

/** Checks that matrices are small. @throws ShapeError where they are not. */
export function checkSmall(place: string, { shape }: Tensor): void {
  if (shape.slice(-2).every((size) => (size ?? 0) <= MOST)) return;
  throw new ShapeError(place, "the matrices are too large", {
    expected: `at most ${MOST} rows and columns`,
    received: { "x.shape": shape },
  });
}

/** A batch of square matrices [..., n, n] as float32. @throws ShapeError for any other shape. */
export function squareMatrix(place: string, x: TensorLike): Tensor {
  const tensor = cast(toTensor(place, x), "float32");
  checkSmall(place, tensor);
  const [rows, columns] = tensor.dims.slice(-2);
  if (tensor.rank >= 2 && rows === columns) return tensor;
  throw new ShapeError(place, "the matrices are not square", { received: { "x.shape": tensor.shape } });
}

/** Row or column i of the last two axes, which it keeps. */
export function line(x: Tensor, axis: -1 | -2, i: number): Tensor {
  const at = x.rank + axis;
  return slice(
    x,
    x.dims.map((_, a) => (a === at ? i : 0)),
    x.dims.map((d, a) => (a === at ? 1 : d)),
  );
}

/** A constant over rows: what a rule says of each, as [n, 1]. */
export function rowsWhere(n: number, holds: (row: number) => boolean): Tensor {
  const values = Array.from({ length: n }, (_, row) => [holds(row)]);
  return tensorFrom("rows", values, [n, 1], "bool");
}

/** The factors of matrices with their rows exchanged. */
export interface Factors {
  /** Below the diagonal L, whose diagonal is of ones; on it and above U. */
  lu: Tensor;
  /** Right hand sides, rows exchanged alike and eliminated; what L leaves of them. */
  right: Tensor | undefined;
  /** With which row each one was exchanged, int32 [..., n]. */
  pivots: Tensor;
}

/** P x = L U with the largest element of each column as pivot, the first among equals, as LAPACK has it. */
export function factorize(x: Tensor, right?: Tensor): Factors {
  const n = x.dims[x.rank - 1]!;
  const lead = x.dims.slice(0, -2);
  const wide = (t: Tensor): Tensor => broadcastTo(t, [...lead, ...t.dims.slice(-2)]);
  let all = right ? concatenate([x, wide(right)], { axis: -1 }) : x;
  const pivots: Tensor[] = [];
  for (let k = 0; k < n; k++) {
    const below = rowsWhere(n, (row) => row > k);
    const candidates = where(
      rowsWhere(n, (row) => row >= k),
      absolute(line(all, -1, k)),
      -1,
    );
    const pivot = argmax(candidates, { axis: -2, keepdims: true });
    pivots.push(reshape(pivot, [...lead, 1]));
    const chosen = equal(reshape(arange(n), [n, 1]), pivot);
    const [mine, theirs] = [line(all, -2, k), sum(where(chosen, all, 0), { axis: -2, keepdims: true })];
    all = where(
      rowsWhere(n, (row) => row === k),
      theirs,
      where(chosen, mine, all),
    );
    const factors = divide(line(all, -1, k), line(theirs, -1, k));
    const after = columnsWhere(all.dims[all.rank - 1]!, (column) => column > k);
    const eliminated = subtract(all, multiply(factors, theirs));
    const column = columnsWhere(all.dims[all.rank - 1]!, (c) => c === k);
    all = where(below, where(after, eliminated, where(column, factors, all)), all);
  }
  const [lu, rest] = right ? split(all, [n], { axis: -1 }) : [all, undefined];
  return { lu: lu!, right: rest, pivots: concatenate(pivots, { axis: -1 }) };
}

/** A constant over columns, as [1, n]. */
function columnsWhere(n: number, holds: (column: number) => boolean): Tensor {
  return reshape(rowsWhere(n, holds), [1, n]);
}

/** y where a y = b for triangular matrices; only their own half is read. */
export function substitute(a: Tensor, b: Tensor, lower: boolean): Tensor {
  const n = a.dims[a.rank - 1]!;
  let rest = b;
  for (let step = 0; step < n; step++) {
    const k = lower ? step : n - 1 - step;
    const solved = divide(line(rest, -2, k), line(line(a, -1, k), -2, k));
    const open = rowsWhere(n, (row) => (lower ? row > k : row < k));
    const others = where(open, subtract(rest, multiply(line(a, -1, k), solved)), rest);
    rest = where(
      rowsWhere(n, (row) => row === k),
      solved,
      others,
    );
  }
  return rest;
}

/** y where a y = b, for matrices b [..., n, m]. */
export function solved(a: Tensor, b: Tensor): Tensor {
  const { lu, right } = factorize(a, b);
  return substitute(lu, right!, false);
}
