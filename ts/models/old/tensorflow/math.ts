/** Functions of TensorFlow on each element. */
import type { TensorLike } from "../../../core/convert";
import { toTensor } from "../../../core/convert";
import { isInteger } from "../../../core/dtypes";
import { Tensor } from "../../../core/tensor";
import * as ops from "../../../ops/gen/public";
import type { Call, Make } from "./call";
import { alike, one, type Table, table, two } from "./table";

/** Where `x` is 0, 0, whatever the other is; `f` sees no 0 there. */
const zeroAt = (x: TensorLike, f: (safe: Tensor) => Tensor): Tensor => {
  const isZero = ops.equal(x, 0);
  return ops.where(isZero, 0, f(ops.where(isZero, 1, x)));
};

const isWhole = (x: TensorLike): boolean =>
  x instanceof Tensor ? isInteger(x.dtype) : typeof x === "number" && Number.isInteger(x);

/** TensorFlow 2.4 and later write x == y without y. */
const compared =
  (f: (a: TensorLike, b: TensorLike) => Tensor): Make =>
  (c) => {
    if (c.get("other") === undefined) throw c.lost("Compare by tf.equal and tf.not_equal");
    return f(...c.pair("other"));
  };

/** The division of Python 2: whole numbers are rounded. */
const div = (a: TensorLike, b: TensorLike): Tensor =>
  isWhole(a) && isWhole(b) ? ops.floorDivide(a, b) : ops.divide(a, b);

/** The tensors of a list, added from the left. */
const addAll: Make = (c) => {
  const [first, ...rest] = c.tensors;
  return rest.length ? rest.reduce<Tensor>((sum, x) => ops.add(sum, x), first!) : ops.copy(first!);
};

/** Limits may be tensors. */
const clip: Make = (c) => {
  const [low, high] = [c.other("clip_value_min"), c.other("clip_value_max")];
  return typeof low === "number" && typeof high === "number"
    ? ops.clip(c.x, low, high)
    : ops.maximum(ops.minimum(c.x, high), low);
};

const clipByNorm: Make = (c) => {
  const { x } = c;
  const limit = c.other("clip_norm");
  const norm = ops.sqrt(ops.sum(ops.square(x), { axis: c.axes("axes"), keepdims: true }));
  return ops.divide(ops.multiply(x, limit), ops.maximum(norm, limit));
};

const cast =
  (dtype?: string): Make =>
  (c) =>
    ops.cast(c.x, dtype ?? c.dtype("float32", "dtype"));

/** The two values of `where`; numbers in lists take the dtype of the other. */
function branches(c: Call): [TensorLike, TensorLike] {
  const [x, y] = [c.get("x"), c.get("y")];
  if (x === undefined || y === undefined) throw c.refuse("gives as many places as there are true values");
  const [a, b] = [c.operand(x), c.operand(y)];
  return [a instanceof Tensor ? a : c.operand(x, b), b instanceof Tensor ? b : c.operand(y, a)];
}

const where: Make = (c) => ops.where(c.x, ...branches(c));

/** Before TensorFlow 2 a condition of one axis chose whole rows. */
const select: Make = (c) => {
  const [condition, [x, y]] = [c.tensor, branches(c)];
  const { rank } = toTensor(c.function, x);
  const axes = Array.from({ length: rank - 1 }, (_, i) => i + 1);
  return ops.where(condition.rank === 1 && axes.length ? ops.expandDims(condition, axes) : condition, x, y);
};

/** What comes before `x` along an axis: `x` moved by one, `edge` in front. */
const shifted = (x: Tensor, axis: number, edge: number): Tensor => {
  const at = axis < 0 ? axis + x.rank : axis;
  const border = x.shape.map((_, i) => (i === at ? [1, 0] : [0, 0])) as [number, number][];
  return ops.getItem(
    ops.pad(x, border, { constantValues: edge }),
    x.shape.map((_, i) => (i === at ? { stop: -1 } : ":")),
  );
};

/** A fold that keeps all steps; it may leave out the own element, and go from the other end. */
const cumulative =
  (f: (x: Tensor, options: { axis: number }) => Tensor, edge: number): Make =>
  (c) => {
    const axis = c.axis(0, "axis");
    const turn = (x: Tensor): Tensor => (c.flag("reverse") ? ops.flip(x, { axis }) : x);
    const x = turn(c.tensor);
    return turn(f(c.flag("exclusive") ? shifted(x, axis, edge) : x, { axis }));
  };

/** The values of a polynomial; its numbers come first, that of the highest power before all. */
const polynomial: Make = (c) => {
  const x = c.other("x");
  const [first, ...rest] = Array.isArray(c.first) ? c.first.map((item) => c.operand(item)) : [c.x];
  return rest.reduce<Tensor>((sum, next) => ops.add(ops.multiply(sum, x), next), ops.multiply(ops.onesLike(x), first!));
};

/** The quantiles of the normal distribution. */
const normalQuantile = (p: TensorLike): Tensor =>
  ops.multiply(ops.erfinv(ops.subtract(ops.multiply(p, 2), 1)), Math.SQRT2);

/** Of one tensor. */
const ONE =
  "exp expm1 log log1p floor ceil round rint=round sqrt rsqrt square sign reciprocal Inv=reciprocal abs=absolute " +
  "negative neg=negative sin cos tan asin=arcsin acos=arccos atan=arctan sinh cosh tanh asinh=arcsinh acosh=arccosh " +
  "atanh=arctanh erf erfc erfinv bessel_i0=i0 sigmoid log_sigmoid relu relu6 elu selu softplus softsign " +
  "is_finite=isfinite is_inf=isinf is_nan=isnan logical_not invert=bitwise_invert real=copy conj=copy identity=copy " +
  "convert_to_tensor=copy keras.backend.print_tensor=copy stop_gradient prevent_gradient=stop_gradient det " +
  "matrix_determinant=det cholesky logdet rgb_to_hsv hsv_to_rgb sobel_edges";

/** Of two. */
const TWO =
  "__operators__.add=add add subtract sub=subtract multiply mul=multiply divide truediv=divide realdiv=divide " +
  "floordiv=floor_divide floormod=mod mod truncatemod=fmod Mod=fmod pow=power maximum minimum atan2=arctan2 " +
  "divide_no_nan div_no_nan=divide_no_nan equal not_equal greater greater_equal less less_equal logical_and " +
  "logical_or logical_xor bitwise_and bitwise_or bitwise_xor left_shift right_shift cross";

/** Functions on each element. */
export const MATH: Table = {
  ...alike(ONE, one),
  ...alike(TWO, two),
  ...table({
    scalar_mul: two((scalar, x) => ops.multiply(x, scalar)),
    "compat.v1.div Div": two(div),
    truncatediv: two((a, b) => ops.cast(ops.trunc(ops.divide(a, b)), toTensor("truncatediv", a).dtype)),
    squared_difference: two((a, b) => ops.square(ops.subtract(a, b))),
    "multiply_no_nan mul_no_nan": two((a, b) => ops.where(ops.equal(b, 0), 0, ops.multiply(a, b))),
    reciprocal_no_nan: one((x) => ops.divideNoNan(1, x)),
    xlogy: two((a, b) => zeroAt(a, (x) => ops.multiply(x, ops.log(ops.where(ops.equal(a, 0), 1, b))))),
    xlog1py: two((a, b) => zeroAt(a, (x) => ops.multiply(x, ops.log1p(ops.where(ops.equal(a, 0), 0, b))))),
    xdivy: two((a, b) => zeroAt(a, (x) => ops.divide(x, ops.where(ops.equal(a, 0), 1, b)))),
    "__operators__.eq": compared(ops.equal),
    "__operators__.ne": compared(ops.notEqual),
    ndtri: one(normalQuantile),
    erfcinv: one((x) => ops.multiply(normalQuantile(ops.multiply(x, 0.5)), -Math.SQRT1_2)),
    bessel_i0e: one((x) => ops.multiply(ops.i0(x), ops.exp(ops.negative(ops.absolute(x))))),
    polyval: polynomial,
    "add_n accumulate_n": addAll,
    cumsum: cumulative(ops.cumsum, 0),
    cumprod: cumulative(ops.cumprod, 1),
    clip_by_value: clip,
    clip_by_norm: clipByNorm,
    cast: cast(),
    saturate_cast: (c) => ops.saturateCast(c.x, c.dtype("float32", "dtype")),
    "keras.backend.cast_to_floatx to_float to_double to_bfloat16": cast("float32"),
    "to_int32 to_int64": cast("int32"),
    "where SelectV2": where,
    "compat.v1.where Select": select,
  }),
};
