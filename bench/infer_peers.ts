/** The peers that answer in this process: TensorFlow.js and both ONNX Runtimes. */
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import { type Files, folded, type Graph, type GraphNode, kernelOf, modelJson, weightBytes } from "./graph";
import { channelsFirst, INPUT, onnxShape, writeOnnx } from "./onnx/write";

/** One library with one network. */
export interface Side {
  /** The output for the row, read. */
  predict(): Promise<Float32Array> | Float32Array;
  close(): Promise<void> | void;
}

/** A network as peers open it. */
export interface Given {
  readonly graph: Graph;
  /** What keratin saved for TensorFlow.js. */
  readonly files: Files;
  /** A row, in Keras's order. */
  readonly x: Float32Array;
}

export interface Peer {
  readonly name: string;
  readonly open: (given: Given, threads: number) => Promise<Side>;
}

/** The bench has packages of its own; where the program was bundled to, they are not found. */
const require = createRequire(resolve("bench/package.json"));

type Tf = typeof import("@tensorflow/tfjs-core");
type Tensor = import("@tensorflow/tfjs-core").Tensor;

async function tensorFlow(): Promise<Tf> {
  const tf = require("@tensorflow/tfjs-core") as Tf;
  if (tf.getBackend() === "wasm") return tf;
  const wasm = require("@tensorflow/tfjs-backend-wasm") as typeof import("@tensorflow/tfjs-backend-wasm");
  wasm.setWasmPaths(`${dirname(require.resolve("@tensorflow/tfjs-backend-wasm"))}/`);
  tf.enableProdMode();
  if (!(await tf.setBackend("wasm"))) throw new Error("TF.js has no wasm backend here");
  return tf;
}

/** From the array of a row to the array of its outputs. */
function answer(tf: Tf, { x, graph }: Given, run: (x: Tensor) => Tensor): Float32Array {
  return tf.tidy(() => run(tf.tensor(x, [1, ...graph.inputShape])).dataSync() as Float32Array);
}

async function layersModel(given: Given): Promise<Side> {
  const tf = await tensorFlow();
  const tfl = require("@tensorflow/tfjs-layers") as typeof import("@tensorflow/tfjs-layers");
  const { modelTopology, weightsManifest } = modelJson(given.files);
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
  const weightData = weightBytes(given.files);
  const model = await tfl.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
  return {
    predict: () => answer(tf, given, (x) => model.predict(x) as Tensor),
    close: () => void model.dispose(),
  };
}

/** What TensorFlow.js makes of a model that its converter has prepared: a fused operation for each convolution and product. */
async function fusedOperations(given: Given): Promise<Side> {
  const tf = await tensorFlow();
  const graph = folded(given.graph);
  const kept: Tensor[] = [];
  const keep = (values: Float32Array, shape: readonly number[]): Tensor => {
    const tensor = tf.tensor(values, [...shape]);
    kept.push(tensor);
    return tensor;
  };
  const steps = graph.nodes.slice(1).map((node) => ({ node, run: operation(tf, node, keep) }));
  const run = (x: Tensor): Tensor => {
    const values = new Map([[graph.input, x]]);
    for (const { node, run } of steps) values.set(node.name, run(node.inputs.map((name) => values.get(name)!)));
    return values.get(graph.output)!;
  };
  return {
    predict: () => answer(tf, given, run),
    close: () => tf.dispose(kept),
  };
}

type Activation = "linear" | "relu" | "relu6";

function operation(
  tf: Tf,
  node: GraphNode,
  keep: (values: Float32Array, shape: readonly number[]) => Tensor,
): (inputs: Tensor[]) => Tensor {
  const { type, config, weights } = node;
  switch (type) {
    case "Conv2D":
    case "DepthwiseConv2D":
    case "Dense": {
      const [, kernel] = kernelOf(node);
      const filter = keep(kernel.values, kernel.shape);
      const { bias: b } = weights;
      const bias = b && keep(b.values, b.shape);
      const softmax = config["activation"] === "softmax";
      const activation = (softmax ? "linear" : config["activation"]) as Activation;
      if (type === "Dense") {
        return ([x]) => {
          const y = tf.fused.matMul({ a: x as never, b: filter as never, bias, activation });
          return softmax ? tf.softmax(y) : y;
        };
      }
      const fused = type === "Conv2D" ? tf.fused.conv2d : tf.fused.depthwiseConv2d;
      const options = { filter: filter as never, bias, activation, strides: config["strides"] as [number, number] };
      const pad = config["padding"] as "same" | "valid";
      return ([x]) => fused({ ...options, x: x as never, pad }) as Tensor;
    }
    case "Activation":
      return ([x]) => (config["activation"] === "relu6" ? tf.relu6(x!) : tf.relu(x!));
    case "Add":
      return ([a, b]) => tf.add(a!, b!);
    case "ZeroPadding2D": {
      const [rows, columns] = config["padding"] as [[number, number], [number, number]];
      return ([x]) => tf.pad(x!, [[0, 0], rows, columns, [0, 0]]);
    }
    case "AveragePooling2D": {
      const [size, strides] = [config["pool_size"], config["strides"]] as [number, number][];
      return ([x]) => tf.avgPool(x as never, size!, strides!, config["padding"] as "valid");
    }
    case "GlobalAveragePooling2D":
      return ([x]) => tf.mean(x!, [1, 2]);
    case "Flatten":
      return ([x]) => tf.reshape(x!, [1, -1]);
    default:
      throw new Error(`${node.name}: ${type} is not known here`);
  }
}

type OnnxModule = "onnxruntime-node" | "onnxruntime-web";
type Ort = typeof import("onnxruntime-node");

/** A file of ONNX in one of the runtimes, with all of its optimizations. */
export async function openOnnx(
  module: OnnxModule,
  file: Uint8Array,
  threads: number,
): Promise<{ ort: Ort; session: import("onnxruntime-node").InferenceSession }> {
  const ort = require(module) as Ort;
  const web = module === "onnxruntime-web";
  if (web) ort.env.wasm.numThreads = threads;
  const session = await ort.InferenceSession.create(file, {
    executionProviders: [web ? "wasm" : "cpu"],
    graphOptimizationLevel: "all",
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
  });
  return { ort, session };
}

/** The row is fed with the channels first, as the runtime computes. */
function onnx(module: OnnxModule): Peer["open"] {
  return async ({ graph, x }, threads) => {
    const { ort, session } = await openOnnx(module, writeOnnx(folded(graph)), threads);
    const row = channelsFirst(x, graph.inputShape);
    const shape = onnxShape(graph.inputShape);
    const [output] = session.outputNames;
    return {
      predict: async () => {
        const outputs = await session.run({ [INPUT]: new ort.Tensor("float32", row, shape) });
        return outputs[output!]!.data as Float32Array;
      },
      close: () => session.release(),
    };
  };
}

export const PEERS: readonly Peer[] = [
  { name: "TF.js wasm, layers", open: layersModel },
  { name: "TF.js wasm, fused", open: fusedOperations },
  // Both register a backend "cpu" in the package that they share, which keeps the first one: the native one must come first.
  { name: "onnxruntime-node", open: onnx("onnxruntime-node") },
  { name: "onnxruntime-web", open: onnx("onnxruntime-web") },
];
