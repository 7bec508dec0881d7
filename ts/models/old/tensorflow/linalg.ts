/** Functions of TensorFlow on matrices. */
import { type TensorLike, toTensor } from "../../../core/convert";
import type { Tensor } from "../../../core/tensor";
import * as ops from "../../../ops/gen/public";
import type { Call, Make } from "./call";
import { type Table, table } from "./table";

const turned = (x: TensorLike): Tensor => ops.swapaxes(x, -1, -2);

/** A matrix that any of the flags turns. */
const side = (c: Call, x: TensorLike, ...flags: string[]): TensorLike =>
  flags.some((flag) => c.flag(flag)) ? turned(x) : x;

const matmul: Make = (c) => {
  const [a, b] = c.pair("b", "y");
  return ops.matmul(side(c, a, "transpose_a", "adjoint_a", "adj_x"), side(c, b, "transpose_b", "adjoint_b", "adj_y"));
};

const matvec: Make = (c) => {
  const [a, b] = c.pair("b");
  const product = ops.matmul(side(c, a, "transpose_a", "adjoint_a"), ops.expandDims(b, -1));
  return ops.squeeze(product, { axis: -1 });
};

/** TensorFlow 2.4 and later write down the equation alone, as the first argument. */
const einsum: Make = (c) => {
  const equation = c.text("", "equation");
  const operands = c.first === undefined || typeof c.first === "string" ? [] : c.tensors;
  if (operands.length === 0) throw c.lost("Build the model with tf.matmul or a layer (EinsumDense, Dot)");
  return ops.einsum(equation.replace(/\s/g, ""), ...operands);
};

const tensordot: Make = (c) => {
  const [a, b] = c.pair("b");
  const axes = c.nested(c.get("axes"));
  const lists = Array.isArray(axes) ? axes.map((part) => c.sizes(part, "axes") as number[]) : undefined;
  if (typeof axes === "number") return ops.tensordot(a, b, { axes });
  if (lists?.length !== 2) throw c.refuse("has axes that are unknown");
  return ops.tensordot(a, b, { axes: lists });
};

/** The diagonals of a matrix as places: rows less columns. */
function distance(c: Call, x: Tensor): Tensor {
  const [rows, columns] = x.shape.slice(-2);
  if (x.rank < 2 || typeof rows !== "number" || typeof columns !== "number")
    throw c.refuse("needs the size of matrices");
  c.bounded([rows, columns]);
  return ops.subtract(ops.expandDims(ops.arange(rows), 1), ops.arange(columns));
}

/** Some diagonals below and above, all where a number is negative. */
const bandPart: Make = (c) => {
  const x = c.tensor;
  const [lower, upper] = [c.whole(undefined, "num_lower"), c.whole(undefined, "num_upper")];
  const below = lower < 0 ? x : ops.triu(x, { k: -lower });
  return upper < 0 ? below : ops.tril(below, { k: upper });
};

const mainOnly = (c: Call): void => {
  const k = c.nested(c.get("k")) ?? 0;
  if ([k].flat().some((n) => n !== 0)) throw c.refuse("takes other diagonals than the main one");
};

/** Vectors on the diagonals of matrices. */
const diag: Make = (c) => {
  mainOnly(c);
  const x = c.tensor;
  const size = x.shape[x.rank - 1];
  if (typeof size !== "number") throw c.refuse("needs the size of matrices");
  c.bounded([size, size]);
  return ops.multiply(ops.expandDims(x, -1), ops.eye(size, { dtype: x.dtype === "bool" ? "int32" : x.dtype }));
};

const diagPart: Make = (c) => {
  mainOnly(c);
  return ops.diagonal(c.x, { axis1: -2, axis2: -1 });
};

const setDiag: Make = (c) => {
  mainOnly(c);
  const x = c.tensor;
  const diagonal = toTensor(c.function, c.other("diagonal"));
  const on = ops.equal(distance(c, x), 0);
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  const line = ops.expandDims(diagonal, rows < columns ? -1 : -2);
  return ops.where(on, line, x);
};

const qr: Make = (c) => ops.qr(c.x, { mode: c.flag("full_matrices") ? "complete" : "reduced" });

const solve: Make = (c) => {
  const [a, b] = c.pair("rhs");
  return ops.solve(side(c, a, "adjoint"), b);
};

const triangularSolve: Make = (c) => {
  const [a, b] = c.pair("rhs");
  const lower = c.get("lower") !== false;
  return c.flag("adjoint")
    ? ops.solveTriangular(turned(a), b, { lower: !lower })
    : ops.solveTriangular(a, b, { lower });
};

const choleskySolve: Make = (c) => {
  const [l, b] = c.pair("rhs");
  return ops.solveTriangular(turned(l), ops.solveTriangular(l, b, { lower: true }), { lower: false });
};

const globalNorm: Make = (c) => {
  const sums = c.tensors.map((x) => ops.sum(ops.square(x)));
  return ops.sqrt(sums.reduce((a, b) => ops.add(a, b)));
};

/** Overlapping parts of a line. */
const frame: Make = (c) => {
  const x = c.tensor;
  const axis = c.axis(-1, "axis");
  if (c.flag("pad_end") || (axis !== -1 && axis !== x.rank - 1)) throw c.refuse("pads the end, or frames another axis");
  return ops.extractSequences(x, c.whole(undefined, "frame_length"), c.whole(undefined, "frame_step"));
};

/** TensorFlow's tensor_diag makes one matrix of all axes. */
const ofRank =
  (rank: number, f: Make): Make =>
  (c) => {
    if (c.tensor.rank !== rank) throw c.refuse(`takes a tensor of ${c.tensor.rank} axes`);
    return f(c);
  };

/** On matrices. */
export const LINALG: Table = /* @__PURE__ */ table({
  "matmul batch_mat_mul": matmul,
  matvec,
  einsum,
  tensordot,
  "band_part matrix_band_part": bandPart,
  "linalg.diag matrix_diag": diag,
  "diag tensor_diag": ofRank(1, diag),
  "linalg.diag_part matrix_diag_part": diagPart,
  "diag_part tensor_diag_part": ofRank(2, diagPart),
  "set_diag matrix_set_diag": setDiag,
  trace: (c) => ops.trace(c.x, { axis1: -2, axis2: -1 }),
  "matrix_transpose adjoint linalg.transpose compat.v1.linalg.transpose": (c) => turned(c.x),
  "linalg.inv matrix_inverse": (c) => ops.inv(side(c, c.x, "adjoint")),
  qr,
  "solve matrix_solve": solve,
  "triangular_solve matrix_triangular_solve": triangularSolve,
  cholesky_solve: choleskySolve,
  "slogdet log_matrix_determinant": (c) => ops.slogdet(c.x),
  global_norm: globalNorm,
  "signal.frame": frame,
});
