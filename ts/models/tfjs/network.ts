/** The configs of models in the words of TensorFlow.js, which are those of Keras 2. */
import { isPlain, type SymbolicCall } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { Layer } from "../../layers/core/layer";
import { CLASSES } from "../../layers/gen/classes";
import { InputLayer } from "../../layers/input_layer";
import { OLD } from "../../nn/core/old_activations";
import type { Config } from "../../nn/core/serialize";
import type { Model } from "../model";
import type { NetworkNode } from "../network";
import type { Sequential } from "../sequential";
import { layerOf } from "./layers";
import { refuse } from "./refuse";

/** The config of a model or layer. `name`: what it is called, if otherwise than here. */
export function configOf(layer: Layer, name: string = layer.name): Config {
  if (layer.savedKind === "sequential") return { class_name: "Sequential", config: sequential(layer as Sequential) };
  if (layer.savedKind === "functional") return { class_name: "Model", config: functional(layer as Model) };
  const type = layer.constructor as typeof Layer & { className?: string };
  const old = (layer as { savedModule?: string }).savedModule === OLD;
  if (!old && !(CLASSES as readonly unknown[]).includes(type)) {
    refuse(name, `it has no class of the user's own, such as ${type.className ?? type.name}`);
  }
  const { buildShape } = layer;
  const shapes = (Array.isArray(buildShape?.[0]) ? buildShape : [buildShape ?? []]) as (number | null)[][];
  return layerOf(layer.savedClass, { layer, name, shapes, old, inner: configOf });
}

/** The input of a model, for the layers that take it: most there take no whole numbers, an embedding takes both. */
function inputOf(layer: InputLayer, takers: readonly { savedClass?: string }[]): Config {
  if (layer.dtype === "string") refuse(layer.name, "no layer takes text there");
  const whole = layer.dtype !== "float32" && takers.every(({ savedClass }) => savedClass === "Embedding");
  const dtype = whole ? "int32" : "float32";
  return {
    class_name: "InputLayer",
    config: { batch_input_shape: layer.batchShape, dtype, sparse: false, name: layer.name },
  };
}

function sequential(model: Sequential): Config {
  const input = model.inputLayer;
  if (!input) refuse(model.name, "the shape of its input is not known", "Begin it with layers.input({ shape })");
  return {
    name: model.name,
    layers: [inputOf(input, model.layers.slice(0, 1)), ...model.layers.map((layer) => configOf(layer))],
  };
}

function functional(model: Model): Config {
  const network = model.network!;
  const end = (x: Tensor): unknown[] => {
    const node = network.nodeOf(x);
    // A model has a call of its own before those that others make.
    const first = node.operation instanceof Layer && node.operation.listedLayers ? 1 : 0;
    return [
      node.operation.name,
      network.nodes.get(node.operation)!.indexOf(node) + first,
      node.call ? node.call.outputs.indexOf(x) : 0,
    ];
  };
  const calls = [...network.nodes.values()].flat();
  const layers = network.operations.map((operation) => {
    const nodes = network.nodes.get(operation)!;
    if (!(operation instanceof Layer))
      return refuse(
        operation.name,
        "an operation between layers is no layer",
        "Use layers: add, multiply, rescaling ...",
      );
    const taken = calls.filter(({ parents }) => parents.some((parent) => nodes.includes(parent)));
    const config =
      operation instanceof InputLayer
        ? inputOf(
            operation,
            taken.map((node) => node.operation as { savedClass?: string }),
          )
        : configOf(operation);
    return { name: operation.name, ...config, inbound_nodes: nodes.flatMap((node) => inbound(node, end)) };
  });
  return { name: model.name, layers, input_layers: network.inputs.map(end), output_layers: network.outputs.map(end) };
}

/** A call: the tensors it takes, first states behind the input. */
function inbound({ call, operation }: NetworkNode, end: (x: Tensor) => unknown[]): unknown[][] {
  if (!call) return [];
  return [tensorsOf(call, operation.name).map((x) => [...end(x), {}])];
}

function tensorsOf(call: SymbolicCall, name: string): Tensor[] {
  const [inputs, options] = call.args;
  // Whether it trains is up to the whole model, there as here.
  const {
    initialState,
    training: _training,
    ...rest
  } = (isPlain(options) ? options : {}) as {
    initialState?: unknown;
    training?: unknown;
  };
  const [given] = Object.entries(rest).find(([, value]) => value !== undefined && value !== null) ?? [];
  if (given) refuse(name, `a call has no ${given} there`);
  const list = [inputs, initialState ?? []].flat(3) as Tensor[];
  if (list.length !== call.inputs.length) refuse(name, "a call takes tensors of the model alone there");
  return list;
}
