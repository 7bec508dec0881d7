/** Operations of TensorFlow 1.15 to 2.3, as those of later versions: what was a tensor in the graph is an argument by name. */
import { lookUp, textOf } from "../../core/lookup";
import type { Config } from "../../nn/core/serialize";
import { parseJson } from "../json";
import { isObject, listOf, objectOf, type Upgrade } from "./context";
import type { Call } from "./nodes";

const DTYPES: Readonly<Record<string, string>> = {
  DT_FLOAT: "float32",
  DT_DOUBLE: "float64",
  DT_HALF: "float16",
  DT_BFLOAT16: "bfloat16",
  DT_INT8: "int8",
  DT_INT16: "int16",
  DT_INT32: "int32",
  DT_INT64: "int64",
  DT_UINT8: "uint8",
  DT_UINT16: "uint16",
  DT_UINT32: "uint32",
  DT_UINT64: "uint64",
  DT_BOOL: "bool",
  DT_STRING: "string",
  DT_COMPLEX64: "complex64",
  DT_COMPLEX128: "complex128",
};

/** The value of an attribute, as protobuf writes it in JSON. */
function attribute(value: unknown): unknown {
  if (!isObject(value)) return undefined;
  const [kind, own] = Object.entries(value)[0] ?? [];
  return kind === "list" && isObject(own) ? listed(own) : single(kind, own);
}

/** The values of a list; an empty one says nothing. */
function listed(list: Config): unknown {
  const [kind, items] = Object.entries(list)[0] ?? [];
  return Array.isArray(items) && items.length ? items.map((item) => single(kind, item)) : undefined;
}

function single(kind: string | undefined, value: unknown): unknown {
  switch (kind) {
    case "b":
      return value === true;
    case "i":
    case "f":
      return Number(value);
    case "type":
      return lookUp(DTYPES, textOf(value)) ?? textOf(value);
    case "s":
      return text(textOf(value));
    case "shape":
      return isObject(value) && Array.isArray(value.dim) ? value.dim.map(sizeOf) : undefined;
  }
  return undefined;
}

/** -1 is unknown. */
function sizeOf(dim: unknown): number | null {
  const size = isObject(dim) ? Number(dim.size) : -1;
  return size >= 0 ? size : null;
}

/** Bytes in base64. */
function text(encoded: string): string {
  try {
    return atob(encoded);
  } catch {
    return encoded;
  }
}

/** Attributes under the names that arguments have. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  keep_dims: "keepdims",
  squeeze_dims: "axis",
  DstT: "dtype",
  out_type: "dtype",
  adj_x: "transpose_a",
  adj_y: "transpose_b",
  seq_dim: "seq_axis",
  batch_dim: "batch_axis",
};

/** The names of inputs behind the first, of several operations each; of all others there is one, y. */
const INPUTS: readonly (readonly [operations: string, names: string])[] = [
  ["Sum Mean Max Min Prod Any All EuclideanNorm ArgMax ArgMin ExpandDims Cumsum Cumprod ReverseV2", "axis"],
  ["Reshape BroadcastTo EnsureShape", "shape"],
  ["Transpose", "perm"],
  ["Tile", "multiples"],
  ["Pad MirrorPad", "paddings"],
  ["PadV2", "paddings constant_values"],
  ["Roll", "shift axis"],
  ["StridedSlice", "begin end strides"],
  ["Slice", "begin size"],
  ["GatherV2", "indices axis"],
  ["Gather GatherNd", "indices"],
  ["ScatterNd", "updates shape"],
  ["TensorScatterUpdate TensorScatterAdd TensorScatterSub TensorScatterMax TensorScatterMin", "indices updates"],
  ["SplitV", "num_or_size_splits axis"],
  ["OneHot", "depth on_value off_value"],
  ["SelectV2 Select", "x y"],
  ["Atan2", "x"],
  ["ClipByValue", "clip_value_min clip_value_max"],
  ["TopKV2", "k"],
  ["InTopK InTopKV2", "targets k"],
  ["Fill", "value"],
  ["Range", "limit delta"],
  ["LinSpace", "stop num"],
  ["BatchMatMul BatchMatMulV2 BatchMatMulV3 MatMul Cross", "b"],
  ["MatrixSolve MatrixTriangularSolve", "rhs"],
  ["MatrixBandPart", "num_lower num_upper"],
  ["MatrixDiagV2 MatrixDiagV3", "k num_rows num_cols padding_value"],
  ["MatrixDiagPartV2 MatrixDiagPartV3", "k padding_value"],
  ["MatrixSetDiag", "diagonal"],
  ["MatrixSetDiagV2 MatrixSetDiagV3", "diagonal k"],
  ["BiasAdd", "bias"],
  ["Conv2D Conv3D DepthwiseConv2dNative", "filters"],
  ["FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3", "scale offset mean variance"],
  ["MaxPoolV2", "ksize strides"],
  ["ResizeBilinear ResizeNearestNeighbor ResizeBicubic ResizeArea", "size"],
  ["ScaleAndTranslate", "size scale translation"],
  ["AdjustContrastv2", "contrast_factor"],
  ["AdjustSaturation", "scale"],
  ["AdjustHue", "delta"],
  ["SpaceToBatchND", "block_shape paddings"],
  ["BatchToSpaceND", "block_shape crops"],
  ["ReverseSequence", "seq_lengths"],
  ["LowerBound UpperBound", "values"],
  ["SoftmaxCrossEntropyWithLogits SparseSoftmaxCrossEntropyWithLogits", "labels"],
  ["UnsortedSegmentSum UnsortedSegmentMax UnsortedSegmentMin UnsortedSegmentProd", "segment_ids num_segments"],
];

const namesOf = (fn: string): readonly string[] =>
  INPUTS.find(([operations]) => operations.split(" ").includes(fn))?.[1].split(" ") ?? ["y"];

/** Operations whose inputs are no list of arguments: the first argument, and others by name. */
const REORDERED: Readonly<Record<string, (inputs: readonly unknown[]) => readonly [unknown, Config?]>> = {
  ConcatV2: (inputs) => [inputs.slice(0, -1), { axis: inputs.at(-1) }],
  Concat: ([axis, ...values]) => [values, { axis }],
  Pack: (inputs) => [inputs],
  ParallelConcat: (inputs) => [inputs],
  AddN: (inputs) => [inputs],
  AccumulateNV2: (inputs) => [inputs],
  IdentityN: (inputs) => [inputs],
  ShapeN: (inputs) => [inputs],
  Einsum: (inputs) => [inputs],
  Split: ([axis, value]) => [value, { axis }],
  Conv2DBackpropInput: ([shape, filters, x]) => [x, { output_shape: shape, filters }],
  Conv3DBackpropInputV2: ([shape, filters, x]) => [x, { output_shape: shape, filters }],
};

/** The call of a TensorFlowOpLayer. */
export function nodeDef(config: Config, name: string, call: Call, upgrade: Upgrade): { fn: string; call: Call } {
  const given = typeof config.node_def === "string" ? definition(config.node_def, name, upgrade) : config.node_def;
  if (!isObject(given) || typeof given.op !== "string") throw upgrade.broken(`"${name}" has no definition`, given);
  const fn = given.op;
  const constants = isObject(config.constants) ? config.constants : {};
  const tensors = call.args.flat();
  // Inputs that begin with ^ are only to run before.
  const listed = listOf(given.input ?? [], `the inputs of "${name}"`, upgrade).filter(
    (x) => !textOf(x).startsWith("^"),
  );
  const inputs = listed.map((_, i) => (Object.hasOwn(constants, i) ? constants[i] : tensors.shift()));
  const attributes = Object.entries(objectOf(given.attr ?? {}, `the attributes of "${name}"`, upgrade)).flatMap(
    ([key, value]) => {
      const own = attribute(value);
      return own === undefined ? [] : [[lookUp(ATTRIBUTES, key) ?? key, own] as const];
    },
  );
  const kwargs: Config = Object.fromEntries(attributes);
  if (fn === "Split") kwargs.num_or_size_splits = kwargs.num_split;
  const reordered = lookUp(REORDERED, fn)?.(inputs);
  if (reordered) return { fn, call: { args: [reordered[0]], kwargs: { ...kwargs, ...reordered[1] } } };
  const names = namesOf(fn);
  const others = inputs.slice(1).map((value, i) => [names[i] ?? `input ${i + 1}`, value]);
  return { fn, call: { args: inputs.slice(0, 1), kwargs: { ...kwargs, ...Object.fromEntries(others) } } };
}

function definition(text: string, name: string, upgrade: Upgrade): unknown {
  try {
    return parseJson(text, upgrade.where);
  } catch {
    throw upgrade.unsupported(`${name}: its definition is no JSON`);
  }
}
