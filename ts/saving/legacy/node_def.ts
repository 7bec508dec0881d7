/** Operations of TensorFlow 1.15 to 2.3, as those of later versions: what was a tensor in the graph is an argument by name. */
import { lookUp } from "../../core/lookup";
import type { Config } from "../../nn/core/serialize";
import { parseJson } from "../json";
import { isObject, type Upgrade } from "./context";
import type { Call } from "./nodes";

/** The values of attributes, as protobuf writes them in JSON. */
function attribute(value: unknown): unknown {
  if (!isObject(value)) return value;
  if ("b" in value) return value.b;
  if ("i" in value) return Number(value.i);
  if ("f" in value) return value.f;
  if ("type" in value) return lookUp(DTYPES, String(value.type)) ?? value.type;
  if ("s" in value) return text(String(value.s));
  if (isObject(value.list)) {
    const [list] = Object.values(value.list);
    return Array.isArray(list)
      ? list.map((item) => (typeof item === "string" && /^-?\d+$/.test(item) ? Number(item) : item))
      : [];
  }
  return undefined;
}

/** Bytes in base64. */
function text(encoded: string): string {
  try {
    return atob(encoded);
  } catch {
    return encoded;
  }
}

const DTYPES: Readonly<Record<string, string>> = {
  DT_FLOAT: "float32",
  DT_DOUBLE: "float64",
  DT_HALF: "float16",
  DT_INT32: "int32",
  DT_INT64: "int64",
  DT_UINT8: "uint8",
  DT_INT8: "int8",
  DT_BOOL: "bool",
};

/** The names of inputs behind the first, and of attributes that became arguments. */
const NAMES: Readonly<Record<string, { inputs?: readonly string[]; attributes?: Readonly<Record<string, string>> }>> = {
  Mean: { inputs: ["input_tensor", "axis"], attributes: { keep_dims: "keepdims" } },
  Sum: { inputs: ["input_tensor", "axis"], attributes: { keep_dims: "keepdims" } },
  Max: { inputs: ["input_tensor", "axis"], attributes: { keep_dims: "keepdims" } },
  Min: { inputs: ["input_tensor", "axis"], attributes: { keep_dims: "keepdims" } },
  Prod: { inputs: ["input_tensor", "axis"], attributes: { keep_dims: "keepdims" } },
  Any: { inputs: ["input_tensor", "axis"], attributes: { keep_dims: "keepdims" } },
  All: { inputs: ["input_tensor", "axis"], attributes: { keep_dims: "keepdims" } },
  Squeeze: { attributes: { squeeze_dims: "axis" } },
  Cast: { attributes: { DstT: "dtype" } },
  OneHot: { inputs: ["indices", "depth", "on_value", "off_value"], attributes: { axis: "axis", T: "dtype" } },
  BatchMatMulV2: { attributes: { adj_x: "transpose_a", adj_y: "transpose_b" } },
  BatchMatMul: { attributes: { adj_x: "transpose_a", adj_y: "transpose_b" } },
  MatMul: { attributes: { transpose_a: "transpose_a", transpose_b: "transpose_b" } },
  GatherV2: { inputs: ["params", "indices", "axis"], attributes: { batch_dims: "batch_dims" } },
  LeakyRelu: { attributes: { alpha: "alpha" } },
  PadV2: { inputs: ["tensor", "paddings", "constant_values"] },
  MirrorPad: { inputs: ["tensor", "paddings"], attributes: { mode: "mode" } },
  MaxPool: { attributes: { ksize: "ksize", strides: "strides", padding: "padding", data_format: "data_format" } },
  AvgPool: { attributes: { ksize: "ksize", strides: "strides", padding: "padding", data_format: "data_format" } },
  DepthToSpace: { attributes: { block_size: "block_size" } },
  SpaceToDepth: { attributes: { block_size: "block_size" } },
  Cumsum: { attributes: { exclusive: "exclusive", reverse: "reverse" } },
};

/** The call of a TensorFlowOpLayer. */
export function nodeDef(config: Config, name: string, call: Call, upgrade: Upgrade): { fn: string; call: Call } {
  const given = typeof config.node_def === "string" ? definition(config.node_def, name, upgrade) : config.node_def;
  if (!isObject(given) || typeof given.op !== "string") throw upgrade.broken(`${name} has no definition`);
  const fn = given.op;
  const count = Array.isArray(given.input) ? given.input.length : 0;
  const constants = isObject(config.constants) ? config.constants : {};
  const tensors = call.args.flat();
  const inputs = Array.from({ length: count }, (_, i) =>
    String(i) in constants ? constants[String(i)] : tensors.shift(),
  );
  const attr = isObject(given.attr) ? given.attr : {};
  const value = (key: string): unknown => attribute(attr[key]);
  switch (fn) {
    case "ConcatV2":
      return { fn, call: { args: [inputs.slice(0, -1), inputs.at(-1)], kwargs: {} } };
    case "Pack":
      return { fn, call: { args: [inputs, value("axis") ?? 0], kwargs: {} } };
    case "AddN":
      return { fn, call: { args: [inputs], kwargs: {} } };
    case "Unpack":
      return { fn, call: { args: [inputs[0], value("num"), value("axis") ?? 0], kwargs: {} } };
    case "Split":
      return { fn, call: { args: [inputs[1], value("num_split"), inputs[0]], kwargs: {} } };
    case "SplitV":
      return { fn, call: { args: inputs, kwargs: {} } };
    case "StridedSlice":
      return { fn, call: { args: [inputs[0], sliceSpec(inputs, value)], kwargs: {} } };
  }
  const { inputs: names, attributes = {} } = lookUp(NAMES, fn) ?? {};
  const kwargs: Config = {};
  for (const [from, to] of Object.entries(attributes)) {
    const own = value(from);
    if (own !== undefined && !(Array.isArray(own) && own.length === 0)) kwargs[to] = own;
  }
  names?.slice(1).forEach((key, i) => {
    kwargs[key] = inputs[i + 1];
  });
  return { fn, call: { args: names ? inputs.slice(0, 1) : inputs, kwargs } };
}

function definition(text: string, name: string, upgrade: Upgrade): unknown {
  try {
    return parseJson(text, upgrade.where);
  } catch {
    throw upgrade.unsupported(`${name}: its definition is no JSON`);
  }
}

/** An index, out of the starts, ends, steps and bit masks that TensorFlow made of it. */
function sliceSpec(inputs: readonly unknown[], value: (key: string) => unknown): unknown[] {
  const [, begin, end, strides] = inputs as [unknown, number[], number[], number[]];
  const mask = (key: string, i: number): boolean => ((Number(value(key) ?? 0) >> i) & 1) === 1;
  return (Array.isArray(begin) ? begin : []).map((start, i) => {
    if (mask("ellipsis_mask", i)) return { class_name: "__ellipsis__" };
    if (mask("new_axis_mask", i)) return null;
    if (mask("shrink_axis_mask", i)) return start;
    return {
      start: mask("begin_mask", i) ? null : start,
      stop: mask("end_mask", i) ? null : end[i],
      step: strides[i] === 1 ? null : strides[i],
    };
  });
}
