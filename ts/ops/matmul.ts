import { K_CHUNK, TILE_BYTES, TILE_COLUMNS, TILE_ROWS, UNIT_COLUMNS, UNIT_ROWS } from "../../assembly/layout";
import { type TensorLike, toTensors } from "../core/convert";
import { ShapeError } from "../core/errors";
import type { Lowering, Op, OpNode } from "../core/op";
import { broadcastShapes, type Dims, sizeOf } from "../core/shapes";
import { callable } from "../core/symbolic";
import { makeNode, type Tensor } from "../core/tensor";
import { broadcastTo } from "./broadcast_to";
import { cast } from "./cast";
import { multiply } from "./multiply";
import { sum } from "./sum";
import { reshape } from "./view/reshape";

/** Rows from which packing the second operand pays for the copy (measured: bench/pack). */
const PACK_ROWS = 48;

/** Units that some threads share well, and what a unit has at least: rows, columns, work. */
const ENOUGH_UNITS = 16;
const LEAST_ROWS = 8;
const LEAST_COLUMNS = 32;
const LEAST_WORK = 2 ** 14;

/**
 * The record of `matmul`: c[batch, m, n] = a[batch, m, k] b[batch, k, n], both of rank 3 here, either transposed, with
 * an optional bias [n] and activation at write-back.
 */
export const matmulOp: Op = {
  name: "matmul",
  kind: "contract",
  epilogue: true,
  keras: "keras.src.ops.numpy.Matmul",
  prepare: (node) =>
    packs(node)
      ? [
          node.inputs[0]!,
          makeNode(matmulPackOp, [node.inputs[1]!], { transpose: node.attributes.transposeB === true }),
          ...node.inputs.slice(2),
        ]
      : node.inputs,
  infer: ([a, b], { transposeA, transposeB }) => {
    const [batch, m, k] = rows(a!.dims, transposeA === true);
    const [, k2, n] = rows(b!.dims, transposeB === true);
    if (k !== k2) {
      throw new ShapeError("matmul", "inner sizes differ", { received: `shapes [${a!.dims}] and [${b!.dims}]` });
    }
    return { shape: [batch, m, n], dtype: "float32" };
  },
  gradient: ({ inputs: [a, b], attributes: { transposeA, transposeB } }, g) => {
    const ta = transposeA === true;
    const tb = transposeB === true;
    const ga = ta ? matmulAt(b!, g, tb, true) : matmulAt(g, b!, false, !tb);
    const gb = tb ? matmulAt(g, a!, true, ta) : matmulAt(a!, g, !ta, false);
    return [ga, gb];
  },
  lower: lowerMatmul,
};

/** The record of the packed second operand: panels [batch][n / 8][k][8]. */
export const matmulPackOp: Op = {
  name: "matmul_pack",
  kind: "contract",
  infer: ([b], { transpose }) => {
    const [batch, k, n] = rows(b!.dims, transpose === true);
    return { shape: [batch, Math.ceil(n / TILE_COLUMNS), k, TILE_COLUMNS], dtype: "float32" };
  },
  lower: ({ inputs: [b], attributes: { transpose } }) => {
    const [batch, k, n] = rows(b!.dims, transpose === true);
    const [term, column] = transpose ? [1, k] : [n, 1];
    return {
      kernel: "matmul_pack",
      units: batch * Math.ceil(n / TILE_COLUMNS),
      work: k * TILE_COLUMNS,
      words: [batch, n, k, term, column, k * n],
    };
  },
};

/** A product of rank 3 tensors; the gradient rules are written with it. */
export function matmulAt(a: Tensor, b: Tensor, transposeA = false, transposeB = false): Tensor {
  return makeNode(matmulOp, [a, b], { transposeA, transposeB });
}

function rows(dims: Dims, transposed: boolean): [number, number, number] {
  return transposed ? [dims[0]!, dims[2]!, dims[1]!] : [dims[0]!, dims[1]!, dims[2]!];
}

/** Whether the second operand is read packed: always when its rows are not contiguous. */
export function packs(node: OpNode): boolean {
  const [, m] = rows(node.inputs[0]!.dims, node.attributes.transposeA === true);
  return node.attributes.transposeB === true || m >= PACK_ROWS;
}

/** A size rounded up to whole tiles. */
function tiles(size: number, tile: number): number {
  return Math.max(1, Math.ceil(size / tile)) * tile;
}

/** Rows and columns of a unit: less than usual where few long units would keep threads waiting for one of them. */
function unitOf(m: number, n: number, k: number, batch: number): [number, number] {
  let [rows, columns] = [Math.min(UNIT_ROWS, tiles(m, TILE_ROWS)), Math.min(UNIT_COLUMNS, tiles(n, LEAST_COLUMNS))];
  const units = (): number => batch * Math.ceil(m / rows) * Math.ceil(n / columns);
  while (units() < ENOUGH_UNITS && (rows * columns * k) / 4 > LEAST_WORK) {
    if (rows > LEAST_ROWS) rows = tiles(rows / 2, TILE_ROWS);
    else if (columns > LEAST_COLUMNS) columns = tiles(columns / 2, LEAST_COLUMNS);
    else if (rows > TILE_ROWS) rows = TILE_ROWS;
    else break;
  }
  return [rows, columns];
}

function lowerMatmul(node: OpNode): Lowering {
  const [a, b, bias] = node.inputs;
  const ta = node.attributes.transposeA === true;
  const [batch, m, k] = rows(a!.dims, ta);
  const n = node.output.dims[2]!;
  const packed = b!.rank === 4;
  const [unitRows, unitColumns] = unitOf(m, n, k, batch);
  const bBatch = packed ? Math.ceil(n / TILE_COLUMNS) * TILE_COLUMNS * k : k * n;
  return {
    kernel: "matmul",
    macs: batch * m * n * k,
    units: batch * Math.ceil(m / unitRows) * Math.ceil(n / unitColumns),
    work: Math.max(1, (Math.min(m, unitRows) * Math.min(n, unitColumns) * k) / 4),
    operands: [a, b, node.output, bias],
    words: [
      batch,
      m,
      n,
      k,
      ta ? 1 : k,
      ta ? m : 1,
      m * k,
      n,
      bBatch,
      packed ? 1 : 0,
      (node.attributes.activation as number) ?? 0,
      unitRows,
      unitColumns,
    ],
    scratchBytes: TILE_BYTES + K_CHUNK,
  };
}

/** A product of integers, exact and wrapping: the products of all pairs, summed. */
function integersAt(a: Tensor, b: Tensor): Tensor {
  const [[batch, m, k], n] = [a.dims as [number, number, number], b.dims[2]!];
  return sum(multiply(reshape(a, [batch, m, k, 1]), reshape(b, [batch, 1, k, n])), { axis: 2 });
}

function product(x1: TensorLike, x2: TensorLike): Tensor {
  let [a, b] = toTensors("matmul", x1, x2);
  const whole = a.dtype !== "float32" && b.dtype !== "float32";
  const dtype = whole ? "int32" : "float32";
  [a, b] = [cast(a, dtype), cast(b, dtype)];
  if (a.rank === 0 || b.rank === 0) {
    throw new ShapeError("matmul", "needs at least one axis", { received: `shapes [${a.dims}] and [${b.dims}]` });
  }
  const [da, db] = [a.dims, b.dims];
  if (a.rank === 1) a = reshape(a, [1, a.size]);
  if (b.rank === 1) b = reshape(b, [b.size, 1]);
  const [m, inner] = [a.dims[a.rank - 2]!, a.dims[a.rank - 1]!];
  const [inner2, n] = [b.dims[b.rank - 2]!, b.dims[b.rank - 1]!];
  if (inner !== inner2) {
    throw new ShapeError("matmul", "the last axis of x1 does not match x2", {
      expected: `x2 with ${inner} rows`,
      received: `shapes [${da}] and [${db}]`,
    });
  }
  const at = whole ? integersAt : matmulAt;
  let y: Tensor;
  let batch: number[];
  if (b.rank === 2) {
    // All rows of a meet the same matrix: one tall product.
    batch = a.dims.slice(0, -2);
    y = at(reshape(a, [1, sizeOf(batch) * m, inner]), reshape(b, [1, inner, n]));
  } else {
    batch = broadcastShapes("matmul", a.dims.slice(0, -2), b.dims.slice(0, -2));
    const count = sizeOf(batch);
    const wide = (t: Tensor, r: number, c: number): Tensor => reshape(broadcastTo(t, [...batch, r, c]), [count, r, c]);
    y = at(wide(a, m, inner), wide(b, inner, n));
  }
  const tail = [...(da.length === 1 ? [] : [m]), ...(db.length === 1 ? [] : [n])];
  return reshape(y, [...batch, ...tail]);
}

/**
 * The matrix product over the last two axes; leading axes broadcast, vectors as in NumPy.
 *
 * Integers give int32, exact and wrapping.
 *
 * @throws ShapeError when inner sizes or leading axes do not match.
 * @example K.eval(ops.matmul([[1, 2], [3, 4]], [[5, 6], [7, 8]])) // [[19. 22.] [43. 50.]]
 */
export const matmul: ((x1: TensorLike, x2: TensorLike) => Tensor) & { op?: Op } = Object.assign(
  callable("matmul", product),
  { op: matmulOp },
);
