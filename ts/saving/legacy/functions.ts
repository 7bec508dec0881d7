/** Functions of TensorFlow, as operations of Keras 3. */
import { lookUp } from "../../core/lookup";
import type { Config } from "../../nn/core/serialize";
import { isObject } from "./context";
import type { Operation, Step } from "./operation";

type Make = (o: Operation) => Step;

/** One operand, the options dropped. */
const one =
  (op: string, config: Config = {}): Make =>
  (o) => ({ op, args: [o.operand(0, "x")], config });
/** One operand, under any of the names that TensorFlow had for it. */
const features =
  (op: string): Make =>
  (o) => ({ op, args: [o.arg(0, "features") ?? o.operand(0, "x")] });
/** Two operands. */
const two =
  (op: string): Make =>
  (o) => ({ op, args: [o.operand(0, "x"), o.operand(1, "y")] });

/** A fold over axes. */
const fold =
  (op: string): Make =>
  (o) => {
    const axis = o.arg(1, "axis") ?? o.arg(9, "reduction_indices") ?? null;
    if (o.hasTensor(axis)) throw o.refuse("folds over axes that are computed");
    return {
      op,
      args: [o.arg(0, "input_tensor") ?? o.operand(0, "x")],
      config: { axis, keepdims: o.arg(2, "keepdims") ?? false },
    };
  };

const arg =
  (op: string): Make =>
  (o) => ({ op, args: [o.operand(0, "input")], config: { axis: o.arg(1, "axis") ?? 0, keepdims: false } });

/** A list of operands. */
const many = (o: Operation): unknown[] => {
  const values = o.arg(0, "values") ?? o.arg(0, "inputs");
  if (!Array.isArray(values)) throw o.refuse("takes no list");
  return values;
};

const along =
  (op: string): Make =>
  (o) => ({ op, args: [o.arg(0, "logits") ?? o.operand(0, "x")], config: { axis: o.arg(1, "axis") ?? -1 } });

const pool =
  (op: string): Make =>
  (o) => {
    const strip = (value: unknown): unknown => (Array.isArray(value) && value.length === 4 ? value.slice(1, 3) : value);
    const format = o.arg(4, "data_format");
    return {
      op,
      args: [o.operand(0, "input")],
      config: {
        pool_size: strip(o.arg(1, "ksize")),
        strides: strip(o.arg(2, "strides")),
        padding: String(o.arg(3, "padding")).toLowerCase(),
        data_format: format === "NCHW" ? "channels_first" : "channels_last",
      },
    };
  };

const MODES: Readonly<Record<string, string>> = { CONSTANT: "constant", REFLECT: "reflect", SYMMETRIC: "symmetric" };

/** A part of an index as Keras 3 writes it. */
function indexPart(part: unknown, o: Operation): unknown {
  if (!isObject(part)) return part;
  if (part.class_name === "__ellipsis__") return { class_name: "__ellipsis__", config: {} };
  if ("value" in part) return part.value;
  if (o.hasTensor([part.start, part.stop, part.step])) throw o.refuse("slices at places that are computed");
  return {
    class_name: "__slice__",
    config: { start: part.start ?? null, stop: part.stop ?? null, step: part.step ?? null },
  };
}

const getItem: Make = (o) => {
  const spec = o.arg(1, "slice_spec");
  const key = Array.isArray(spec) ? spec.map((part) => indexPart(part, o)) : indexPart(spec ?? null, o);
  if (o.hasTensor(key)) throw o.refuse("slices at places that are computed");
  return { op: "GetItem", args: [o.operand(0, "tensor"), key] };
};

const matmul: Make = (o) => {
  const side = (place: number, name: string, flags: readonly string[]): unknown => {
    const value = o.operand(place, name);
    const turned = flags.some((flag) => o.arg(9, flag) === true);
    return turned ? o.step("Swapaxes", [value], { axis1: -1, axis2: -2 }) : value;
  };
  const a = side(0, "a", ["transpose_a", "adjoint_a"]);
  return { op: "Matmul", args: [a, side(1, "b", ["transpose_b", "adjoint_b"])] };
};

const transpose: Make = (o) => {
  const axes = o.arg(1, "perm") ?? null;
  return { op: "Transpose", args: [o.operand(0, "a")], config: { axes } };
};

const pad: Make = (o) => {
  const mode = lookUp(MODES, String(o.arg(2, "mode") ?? "CONSTANT").toUpperCase());
  if (!mode) throw o.refuse("pads in another way");
  const value = o.arg(4, "constant_values");
  const args = [o.operand(0, "tensor"), ...(mode === "constant" ? [value ?? 0] : [])];
  return { op: "Pad", args, config: { pad_width: o.arg(1, "paddings"), mode } };
};

const gather: Make = (o) => {
  const axis = o.arg(3, "axis") ?? 0;
  if ((o.arg(9, "batch_dims") ?? 0) !== 0) throw o.refuse("gathers along a batch");
  return { op: "Take", args: [o.operand(0, "params"), o.operand(1, "indices")], config: { axis } };
};

const resize: Make = (o) => {
  const method = String(o.arg(2, "method") ?? "bilinear").toLowerCase();
  const interpolation = method === "nearest_neighbor" ? "nearest" : method;
  if (o.arg(9, "preserve_aspect_ratio")) throw o.refuse("keeps the aspect ratio");
  const config = {
    size: o.sizes(o.arg(1, "size")),
    interpolation,
    antialias: o.arg(9, "antialias") ?? false,
    data_format: "channels_last",
  };
  return { op: "Resize", args: [o.operand(0, "images")], config };
};

const split: Make = (o) => {
  const parts = o.arg(1, "num_or_size_splits");
  let sections = parts;
  if (Array.isArray(parts)) {
    // Keras 3 takes the places where it cuts.
    const sizes = parts as number[];
    if (sizes.some((size) => typeof size !== "number" || size < 0))
      throw o.refuse("splits into sizes that are computed");
    let at = 0;
    sections = sizes.slice(0, -1).map((size) => (at += size));
  }
  return {
    op: "Split",
    args: [o.operand(0, "value")],
    config: { indices_or_sections: sections, axis: o.arg(2, "axis") ?? 0 },
  };
};

const oneHot: Make = (o) => {
  const on = o.arg(2, "on_value") ?? 1;
  const off = o.arg(3, "off_value") ?? 0;
  if (on !== 1 || off !== 0) throw o.refuse("has other values than 1 and 0");
  return {
    op: "OneHot",
    args: [o.operand(0, "indices")],
    config: { num_classes: o.arg(1, "depth"), axis: o.arg(4, "axis") ?? -1, dtype: o.arg(5, "dtype") ?? "float32" },
  };
};

const where: Make = (o) => ({ op: "Where", args: [o.operand(0, "condition"), o.operand(1, "x"), o.operand(2, "y")] });

const reshape: Make = (o) => ({
  op: "Reshape",
  args: [o.operand(0, "tensor")],
  config: { newshape: o.sizes(o.arg(1, "shape")) },
});

const clip: Make = (o) => ({
  op: "Clip",
  args: [o.operand(0, "t")],
  config: { x_min: o.arg(1, "clip_value_min"), x_max: o.arg(2, "clip_value_max") },
});

/** Functions by the names that TensorFlow writes, several versions of each. */
export const FUNCTIONS: Readonly<Record<string, Make>> = table({
  "__operators__.add math.add add AddV2 Add nn.bias_add BiasAdd": (o) => ({
    op: "Add",
    args: [
      o.arg(0, "value") ?? o.operand(0, "x"),
      o.arg(1, "bias") === undefined ? o.operand(1, "y") : o.operand(1, "bias"),
    ],
  }),
  "math.subtract subtract __operators__.sub Sub": two("Subtract"),
  "math.multiply multiply __operators__.mul Mul": two("Multiply"),
  "math.truediv math.divide truediv divide __operators__.truediv RealDiv Div": two("Divide"),
  "math.floordiv math.floor_div __operators__.floordiv FloorDiv": two("FloorDivide"),
  "math.floormod math.mod __operators__.mod FloorMod": two("Mod"),
  "math.pow pow __operators__.pow Pow": two("Power"),
  "math.maximum maximum Maximum": two("Maximum"),
  "math.minimum minimum Minimum": two("Minimum"),
  "math.equal equal Equal __operators__.eq": two("Equal"),
  "math.not_equal not_equal NotEqual __operators__.ne": two("NotEqual"),
  "math.greater greater Greater __operators__.gt": two("Greater"),
  "math.greater_equal greater_equal GreaterEqual __operators__.ge": two("GreaterEqual"),
  "math.less less Less __operators__.lt": two("Less"),
  "math.less_equal less_equal LessEqual __operators__.le": two("LessEqual"),
  "math.logical_and logical_and LogicalAnd": two("LogicalAnd"),
  "math.logical_or logical_or LogicalOr": two("LogicalOr"),
  "math.logical_not logical_not LogicalNot": one("LogicalNot"),
  "math.squared_difference SquaredDifference": (o) => ({
    op: "Square",
    args: [o.step("Subtract", [o.operand(0, "x"), o.operand(1, "y")])],
  }),
  "math.negative negative __operators__.neg Neg": one("Negative"),
  "math.abs abs Abs": one("Absolute"),
  "math.exp exp Exp": one("Exp"),
  "math.expm1 Expm1": one("Expm1"),
  "math.log Log": one("Log"),
  "math.log1p Log1p": one("Log1p"),
  "math.sqrt sqrt Sqrt": one("Sqrt"),
  "math.rsqrt Rsqrt": one("Rsqrt"),
  "math.square square Square": one("Square"),
  "math.reciprocal Reciprocal Inv": one("Reciprocal"),
  "math.sign sign Sign": one("Sign"),
  "math.floor floor Floor": one("Floor"),
  "math.ceil Ceil": one("Ceil"),
  "math.round round Round": one("Round", { decimals: 0 }),
  "math.sin sin Sin": one("Sin"),
  "math.cos cos Cos": one("Cos"),
  "math.tan tan Tan": one("Tan"),
  "math.asin asin Asin": one("Arcsin"),
  "math.acos acos Acos": one("Arccos"),
  "math.atan atan Atan": one("Arctan"),
  "math.sinh sinh Sinh": one("Sinh"),
  "math.cosh cosh Cosh": one("Cosh"),
  "math.erf Erf": one("Erf"),
  "math.is_nan IsNan": one("Isnan"),
  "math.tanh tanh nn.tanh Tanh": one("Tanh"),
  "math.sigmoid sigmoid nn.sigmoid Sigmoid": one("Sigmoid"),
  "math.log_sigmoid": one("LogSigmoid"),
  "math.softplus nn.softplus Softplus": features("Softplus"),
  "nn.softsign math.softsign Softsign": features("Softsign"),
  "nn.relu relu Relu": features("Relu"),
  "nn.relu6 Relu6": features("Relu6"),
  "nn.elu Elu": features("Elu"),
  "nn.selu Selu": features("Selu"),
  "nn.silu nn.swish": features("Silu"),
  "nn.gelu": (o) => ({
    op: "Gelu",
    args: [o.operand(0, "features")],
    config: { approximate: o.arg(1, "approximate") ?? false },
  }),
  "nn.leaky_relu LeakyRelu": (o) => ({
    op: "LeakyRelu",
    args: [o.operand(0, "features")],
    config: { negative_slope: o.arg(1, "alpha") ?? 0.2 },
  }),
  "nn.softmax nn.softmax_v2 Softmax": along("Softmax"),
  "nn.log_softmax nn.log_softmax_v2 LogSoftmax": along("LogSoftmax"),
  "math.l2_normalize nn.l2_normalize linalg.l2_normalize": (o) => ({
    op: "Normalize",
    args: [o.operand(0, "x")],
    config: { axis: o.arg(1, "axis") ?? -1, order: 2, epsilon: 1e-6 },
  }),
  "math.reduce_mean reduce_mean Mean": fold("Mean"),
  "math.reduce_sum reduce_sum Sum": fold("Sum"),
  "math.reduce_max reduce_max Max": fold("Max"),
  "math.reduce_min reduce_min Min": fold("Min"),
  "math.reduce_prod reduce_prod Prod": fold("Prod"),
  "math.reduce_any reduce_any Any": fold("Any"),
  "math.reduce_all reduce_all All": fold("All"),
  "math.reduce_std": fold("Std"),
  "math.reduce_variance": fold("Var"),
  "math.reduce_logsumexp reduce_logsumexp": fold("Logsumexp"),
  "math.argmax argmax ArgMax": arg("Argmax"),
  "math.argmin argmin ArgMin": arg("Argmin"),
  "math.cumsum cumsum Cumsum": (o) => {
    if (o.arg(2, "exclusive") || o.arg(3, "reverse"))
      throw o.refuse("sums from the other end, or leaves the first out");
    return { op: "Cumsum", args: [o.operand(0, "x")], config: { axis: o.arg(1, "axis") ?? 0 } };
  },
  "math.add_n add_n AddN": (o) => {
    const [first, ...rest] = many(o);
    const all = rest.slice(0, -1).reduce<unknown>((sum, x, i) => o.step(`Add${i || ""}`, [sum, x]), first);
    return rest.length ? { op: "Add", args: [all, rest.at(-1)] } : { op: "Copy", args: [first] };
  },
  "concat ConcatV2": (o) => ({ op: "Concatenate", args: [many(o)], config: { axis: o.arg(1, "axis") ?? 0 } }),
  "stack Pack": (o) => ({ op: "Stack", args: [many(o)], config: { axis: o.arg(1, "axis") ?? 0 } }),
  "unstack Unpack": (o) => ({
    op: "Unstack",
    args: [o.operand(0, "value")],
    config: { num: o.arg(1, "num") ?? null, axis: o.arg(2, "axis") ?? 0 },
  }),
  "split Split SplitV": split,
  "reshape Reshape": reshape,
  "compat.v1.transpose transpose Transpose transpose_v2": transpose,
  "expand_dims ExpandDims compat.v1.expand_dims": (o) => ({
    op: "ExpandDims",
    args: [o.operand(0, "input")],
    config: { axis: o.arg(1, "axis") },
  }),
  "compat.v1.squeeze squeeze Squeeze": (o) => ({
    op: "Squeeze",
    args: [o.operand(0, "input")],
    config: { axis: o.arg(1, "axis") ?? null },
  }),
  "tile Tile": (o) => ({ op: "Tile", args: [o.operand(0, "input")], config: { repeats: o.arg(1, "multiples") } }),
  repeat: (o) => ({
    op: "Repeat",
    args: [o.operand(0, "input")],
    config: { repeats: o.arg(1, "repeats"), axis: o.arg(2, "axis") ?? null },
  }),
  "reverse ReverseV2": (o) => ({ op: "Flip", args: [o.operand(0, "tensor")], config: { axis: o.arg(1, "axis") } }),
  roll: (o) => ({
    op: "Roll",
    args: [o.operand(0, "input")],
    config: { shift: o.arg(1, "shift"), axis: o.arg(2, "axis") },
  }),
  broadcast_to: (o) => ({ op: "BroadcastTo", args: [o.operand(0, "input")], config: { shape: o.arg(1, "shape") } }),
  "compat.v1.pad pad Pad PadV2 MirrorPad": pad,
  "compat.v1.gather gather GatherV2": gather,
  "cast Cast": (o) => ({ op: "Cast", args: [o.operand(0, "x")], config: { dtype: o.arg(1, "dtype") } }),
  "one_hot OneHot": oneHot,
  "clip_by_value ClipByValue": clip,
  "where where_v2 compat.v1.where SelectV2 Select": where,
  "linalg.matmul matmul MatMul BatchMatMulV2 BatchMatMul": matmul,
  "zeros_like compat.v1.zeros_like ZerosLike": one("ZerosLike"),
  "ones_like compat.v1.ones_like OnesLike": one("OnesLike"),
  "identity Identity": (o) => ({ op: "Copy", args: [o.operand(0, "input")] }),
  "stop_gradient StopGradient": (o) => ({ op: "StopGradient", args: [o.operand(0, "input")] }),
  "image.resize image.resize_v2": resize,
  "nn.max_pool2d nn.max_pool MaxPool": pool("MaxPool"),
  "nn.avg_pool2d nn.avg_pool AvgPool": pool("AveragePool"),
  "nn.depth_to_space DepthToSpace": (o) => ({
    op: "DepthToSpace",
    args: [o.operand(0, "input")],
    config: { block_size: o.arg(1, "block_size"), data_format: "channels_last" },
  }),
  "nn.space_to_depth SpaceToDepth": (o) => ({
    op: "SpaceToDepth",
    args: [o.operand(0, "input")],
    config: { block_size: o.arg(1, "block_size"), data_format: "channels_last" },
  }),
  "__operators__.getitem StridedSlice": getItem,
});

/** A table whose keys are several names each. */
function table(rows: Readonly<Record<string, Make>>): Record<string, Make> {
  return Object.fromEntries(
    Object.entries(rows).flatMap(([names, make]) => names.split(" ").map((name) => [name, make])),
  );
}
