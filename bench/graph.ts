/** A model as what converters read: its layers in order, with configs in the words of Keras 2, inputs and weights. */
import { concat } from "./onnx/protobuf";

export interface Weight {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}
export interface GraphNode {
  readonly name: string;
  /** The layer's class. */
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly string[];
  /** By the last part of their names. */
  readonly weights: Readonly<Record<string, Weight>>;
}
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly input: string;
  /** Without the batch. */
  readonly inputShape: readonly number[];
  readonly output: string;
}

type Inbound = [name: string, node: number, tensor: number, options: object];
export interface ModelJson {
  readonly modelTopology: {
    readonly config: {
      readonly layers: readonly {
        readonly name: string;
        readonly class_name: string;
        readonly config: Record<string, unknown>;
        readonly inbound_nodes: readonly (readonly Inbound[])[];
      }[];
      readonly input_layers: readonly Inbound[];
      readonly output_layers: readonly Inbound[];
    };
  };
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly { readonly name: string; readonly shape: number[]; readonly dtype: "float32" }[];
  }[];
}

/** What `model.save({ format: "tfjs" })` gives. */
export type Files = Readonly<Record<string, Uint8Array>>;

export function modelJson(files: Files): ModelJson {
  return JSON.parse(new TextDecoder().decode(files["model.json"])) as ModelJson;
}

/** All weights, one behind the other. */
export function weightBytes(files: Files): ArrayBuffer {
  const paths = modelJson(files).weightsManifest.flatMap((group) => group.paths);
  return concat(paths.map((path) => files[path]!)).buffer as ArrayBuffer;
}

/** Reads what keratin saved of a functional model with one input and one output. */
export function graphOf(files: Files): Graph {
  const { modelTopology, weightsManifest } = modelJson(files);
  const { layers, input_layers, output_layers } = modelTopology.config;
  const buffer = weightBytes(files);
  const weights = new Map<string, Record<string, Weight>>(layers.map(({ name }) => [name, {}]));
  let at = 0;
  for (const { name, shape, dtype } of weightsManifest.flatMap((group) => group.weights)) {
    if (dtype !== "float32") throw new Error(`${name} is of ${dtype}`);
    const size = product(shape);
    const [layer, last] = [name.slice(0, name.lastIndexOf("/")), name.slice(name.lastIndexOf("/") + 1)];
    weights.get(layer)![last] = { shape, values: new Float32Array(buffer, at, size) };
    at += 4 * size;
  }
  const nodes = layers.map(({ name, class_name, config, inbound_nodes }) => ({
    name,
    type: class_name,
    config,
    inputs: (inbound_nodes[0] ?? []).map(([from]) => from),
    weights: weights.get(name)!,
  }));
  const shape = nodes[0]!.config["batch_input_shape"] as (number | null)[];
  return { nodes, input: input_layers[0]![0], inputShape: shape.slice(1) as number[], output: output_layers[0]![0] };
}

const LINEAR = ["Conv2D", "DepthwiseConv2D", "Dense"];

/**
 * Batch normalization goes into the kernel and bias of the convolution or product before it, and a ReLU becomes its activation, as
 * converters do for inference.
 */
export function folded(graph: Graph): Graph {
  const readers = new Map<string, number>();
  for (const name of graph.nodes.flatMap(({ inputs }) => inputs)) readers.set(name, (readers.get(name) ?? 0) + 1);
  const nodes: GraphNode[] = [];
  /** Where a layer's output is now. */
  const moved = new Map<string, string>();
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((name) => moved.get(name) ?? name);
    const at = nodes.findIndex(({ name }) => name === inputs[0]);
    const before = nodes[at];
    const joined =
      before &&
      LINEAR.includes(before.type) &&
      before.config["activation"] === "linear" &&
      readers.get(node.inputs[0]!) === 1
        ? join(before, node)
        : undefined;
    if (joined) {
      nodes[at] = joined;
      moved.set(node.name, joined.name);
    } else nodes.push({ ...node, inputs });
  }
  return { ...graph, nodes, output: moved.get(graph.output) ?? graph.output };
}

function join(before: GraphNode, node: GraphNode): GraphNode | undefined {
  if (node.type === "BatchNormalization") return scaled(before, node);
  const activation = activationOf(node);
  return activation ? { ...before, config: { ...before.config, activation } } : undefined;
}

/** The name of the activation that a layer is, if it is one. */
export function activationOf({ type, config }: GraphNode): string | undefined {
  if (type === "Activation") return config["activation"] as string;
  if (type === "Softmax") return "softmax";
  if (type !== "ReLU") return undefined;
  const most = config["max_value"] ?? null;
  if (most !== null && most !== 6) throw new Error(`ReLU up to ${most}`);
  return most === 6 ? "relu6" : "relu";
}

function scaled(before: GraphNode, { config, weights }: GraphNode): GraphNode {
  const { gamma, beta, moving_mean, moving_variance } = weights as Record<string, Weight>;
  const channels = moving_mean!.values.length;
  const factors = Float64Array.from(
    moving_variance!.values,
    (v, i) => (gamma?.values[i] ?? 1) / Math.sqrt(v + (config["epsilon"] as number)),
  );
  const [name, kernel] = kernelOf(before);
  const bias = before.weights["bias"]?.values ?? new Float32Array(channels);
  return {
    ...before,
    config: { ...before.config, use_bias: true },
    weights: {
      [name]: { shape: kernel.shape, values: kernel.values.map((w, i) => w * factors[i % channels]!) },
      bias: {
        shape: [channels],
        values: bias.map((b, i) => (b - moving_mean!.values[i]!) * factors[i]! + (beta?.values[i] ?? 0)),
      },
    },
  };
}

/** The name and values of a layer's kernel. */
export function kernelOf({ weights }: GraphNode): [string, Weight] {
  return Object.entries(weights).find(([name]) => name.endsWith("kernel"))!;
}

export function product(shape: readonly number[]): number {
  return shape.reduce((size, d) => size * d, 1);
}
