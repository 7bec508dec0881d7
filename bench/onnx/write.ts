/**
 * A graph as a file of ONNX for one row. Images are [batch, channels, height, width] there, so the input is fed in that order
 * (`channelsFirst`), and kernels are [out, in, height, width].
 */
import { activationOf, type Graph, type GraphNode, kernelOf, product } from "../graph";
import { OnnxGraph } from "./model";

export const INPUT = "input";

/** A value of the graph; `shape` is Keras's, without the batch: [height, width, channels] of an image. */
interface Value {
  readonly name: string;
  readonly shape: readonly number[];
}
type Pair = readonly [number, number];
type Converter = (onnx: OnnxGraph, node: GraphNode, x: Value, ...others: Value[]) => Value;

/** The shape in ONNX's order, with the batch. */
export function onnxShape(shape: readonly number[]): number[] {
  return shape.length === 3 ? [1, shape[2]!, shape[0]!, shape[1]!] : [1, ...shape];
}

/** Elements of an image in ONNX's order. */
export function channelsFirst(values: Float32Array, shape: readonly number[]): Float32Array {
  if (shape.length !== 3) return values;
  const [pixels, channels] = [shape[0]! * shape[1]!, shape[2]!];
  return values.map((_, i) => values[(i % pixels) * channels + Math.floor(i / pixels)]!);
}

/** From [taps, in, out] to [out, in, taps]. */
function outFirst(values: Float32Array, taps: number, inner: number, filters: number): Float32Array {
  return values.map((_, i) => {
    const [tap, channel, filter] = [i % taps, Math.floor(i / taps) % inner, Math.floor(i / (taps * inner))];
    return values[(tap * inner + channel) * filters + filter]!;
  });
}

export function writeOnnx(graph: Graph): Uint8Array {
  const onnx = new OnnxGraph();
  const values = new Map<string, Value>([[graph.input, { name: INPUT, shape: graph.inputShape }]]);
  for (const node of graph.nodes) {
    if (node.type === "InputLayer") continue;
    const convert = CONVERTERS[node.type];
    if (!convert) throw new Error(`${node.name}: no operator of ONNX is known for ${node.type}`);
    const [x, ...others] = node.inputs.map((name) => values.get(name)!);
    const y = convert(onnx, node, x!, ...others);
    const activation = (node.config["activation"] as string | undefined) ?? "linear";
    values.set(node.name, node.type === "Activation" ? y : activate(onnx, y, activation));
  }
  const { name, shape } = values.get(graph.output)!;
  return onnx.model(INPUT, onnxShape(graph.inputShape), name, onnxShape(shape));
}

function activate(onnx: OnnxGraph, x: Value, activation: string): Value {
  const scalar = (value: number): string => onnx.constant(Float32Array.of(value), []);
  switch (activation) {
    case "linear":
      return x;
    case "relu":
      return { ...x, name: onnx.node("Relu", [x.name]) };
    case "relu6":
      return { ...x, name: onnx.node("Clip", [x.name, scalar(0), scalar(6)]) };
    case "softmax":
      if (x.shape.length !== 1) throw new Error("softmax of an image");
      return { ...x, name: onnx.node("Softmax", [x.name], { axis: -1 }) };
    default:
      throw new Error(`no operator of ONNX is known for ${activation}`);
  }
}

/** Sizes of the output along an axis and padding before and behind: of "same" the odd one is behind, as in TensorFlow. */
function window(size: number, kernel: number, stride: number, padding: unknown): { out: number; pads: Pair } {
  if (padding !== "same") return { out: Math.floor((size - kernel) / stride) + 1, pads: [0, 0] };
  const out = Math.ceil(size / stride);
  const total = Math.max(0, (out - 1) * stride + kernel - size);
  return { out, pads: [total >> 1, total - (total >> 1)] };
}

function windows({ shape }: Value, kernel: Pair, strides: Pair, padding: unknown): { size: number[]; pads: number[] } {
  const [rows, columns] = [0, 1].map((axis) => window(shape[axis]!, kernel[axis]!, strides[axis]!, padding));
  return {
    size: [rows!.out, columns!.out],
    pads: [rows!.pads[0], columns!.pads[0], rows!.pads[1], columns!.pads[1]],
  };
}

const convolution: Converter = (onnx, node, x) => {
  const { config, type } = node;
  const [strides, dilation] = [config["strides"] as Pair, (config["dilation_rate"] as Pair | undefined) ?? [1, 1]];
  if (dilation.some((d) => d !== 1)) throw new Error(`${node.name}: dilation`);
  const [, kernel] = kernelOf(node);
  const [height, width, third, fourth] = kernel.shape as [number, number, number, number];
  const [group, inner, filters] = type === "Conv2D" ? [1, third, fourth] : [third, 1, third * fourth];
  const { size, pads } = windows(x, [height, width], strides, config["padding"]);
  const inputs = [
    x.name,
    onnx.constant(outFirst(kernel.values, height * width, inner, filters), [filters, inner, height, width]),
  ];
  return {
    name: onnx.node("Conv", inputs.concat(bias(onnx, node)), { strides, pads, group, kernel_shape: [height, width] }),
    shape: [...size, filters],
  };
};

function bias(onnx: OnnxGraph, { weights }: GraphNode): string[] {
  const values = weights["bias"]?.values;
  return values ? [onnx.constant(values, [values.length])] : [];
}

const activation: Converter = (onnx, node, x) => activate(onnx, x, activationOf(node)!);

/** As rows in Keras's order of elements. */
function lastChannels(onnx: OnnxGraph, { name, shape }: Value): string {
  const flat = shape.length !== 3 || product(shape.slice(0, 2)) === 1;
  return flat ? name : onnx.node("Transpose", [name], { perm: [0, 2, 3, 1] });
}

const CONVERTERS: Readonly<Record<string, Converter>> = {
  Conv2D: convolution,
  DepthwiseConv2D: convolution,
  Dense: (onnx, node, x) => {
    const [, kernel] = kernelOf(node);
    const inputs = [x.name, onnx.constant(kernel.values, kernel.shape)];
    return { name: onnx.node("Gemm", inputs.concat(bias(onnx, node))), shape: kernel.shape.slice(1) };
  },
  BatchNormalization: (onnx, { weights, config }, x) => {
    const channels = weights["moving_mean"]!.values.length;
    const parts: [string, number][] = [
      ["gamma", 1],
      ["beta", 0],
      ["moving_mean", 0],
      ["moving_variance", 1],
    ];
    const names = parts.map(([part, otherwise]) =>
      onnx.constant(weights[part]?.values ?? new Float32Array(channels).fill(otherwise), [channels]),
    );
    const epsilon = { float: config["epsilon"] as number };
    return { ...x, name: onnx.node("BatchNormalization", [x.name, ...names], { epsilon }) };
  },
  ReLU: activation,
  Activation: activation,
  Softmax: activation,
  Add: (onnx, _node, x, ...others) => ({
    ...x,
    name: others.reduce((sum, { name }) => onnx.node("Add", [sum, name]), x.name),
  }),
  AveragePooling2D: (onnx, { config }, x) => {
    const [kernel, strides] = [config["pool_size"] as Pair, config["strides"] as Pair];
    const { size, pads } = windows(x, kernel, strides, config["padding"]);
    const name = onnx.node("AveragePool", [x.name], { kernel_shape: kernel, strides, pads });
    return { name, shape: [...size, x.shape[2]!] };
  },
  GlobalAveragePooling2D: (onnx, _node, x) => ({
    name: onnx.node("Flatten", [onnx.node("GlobalAveragePool", [x.name])]),
    shape: x.shape.slice(2),
  }),
  Flatten: (onnx, _node, x) => ({ name: onnx.node("Flatten", [lastChannels(onnx, x)]), shape: [product(x.shape)] }),
  Reshape: (onnx, { config }, x) => {
    const target = config["target_shape"] as number[];
    const known = -product(target);
    const shape = target.map((d) => (d < 0 ? product(x.shape) / known : d));
    const to = onnx.constant(BigInt64Array.from([1, ...shape].map(BigInt)), [shape.length + 1]);
    const name = onnx.node("Reshape", [lastChannels(onnx, x), to]);
    return { name: shape.length === 3 ? onnx.node("Transpose", [name], { perm: [0, 3, 1, 2] }) : name, shape };
  },
  ZeroPadding2D: (onnx, { config }, x) => {
    const [[top, bottom], [left, right]] = config["padding"] as [Pair, Pair];
    const pads = BigInt64Array.from([0, 0, top, left, 0, 0, bottom, right].map(BigInt));
    const [height, width, channels] = x.shape as [number, number, number];
    const shape = [height + top + bottom, width + left + right, channels];
    return { name: onnx.node("Pad", [x.name, onnx.constant(pads, [8])]), shape };
  },
  Dropout: (_onnx, _node, x) => x,
};
