/** Keras's configs of layers and models. */
import { ValueError } from "../core/errors";
import { isPlain, type SymbolicCall } from "../core/symbolic";
import type { Tensor } from "../core/tensor";
import { Layer } from "../layers/core/layer";
import { layerOfPart } from "../layers/core/part";
import { CLASSES } from "../layers/gen/classes";
import { InputLayer } from "../layers/input_layer";
import { Loss } from "../nn/core/loss";
import { Metric } from "../nn/core/metric";
import { type Config, inSnakeCase, registeredName, snakeKey } from "../nn/core/serialize";
import { lossName } from "../nn/loss_names";
import * as losses from "../nn/losses";
import * as metrics from "../nn/metrics";
import * as optimizers from "../nn/optimizers";
import type { Model } from "./model";
import type { NetworkNode } from "./network";
import { argument, operationConfig } from "./operations";
import type { Sequential } from "./sequential";

/** Keras's config of a model, with what it was compiled with. */
export function serializeModel(model: Model): Config {
  const config = serializeLayer(model);
  const compiled = model.compiled;
  if (!compiled) return config;
  const { loss, lossWeights, metrics: named, weightedMetrics } = compiled.options;
  return {
    ...config,
    compile_config: {
      optimizer: optimizers.serialize(compiled.optimizer),
      loss: plain(loss),
      loss_weights: lossWeights ?? null,
      metrics: plain(named),
      weighted_metrics: plain(weightedMetrics),
      run_eagerly: false,
      steps_per_execution: 1,
      jit_compile: true,
    },
  };
}

/** Losses and metrics as Keras writes them: names stay names, objects become configs. */
export function plain(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (value instanceof losses.FunctionLoss) return plain(value.fn);
  if (value instanceof Loss) return losses.serialize(value);
  if (value instanceof Metric) return metrics.serialize(value);
  if (typeof value === "function") {
    const name = lossName(value) ?? value.name;
    if (!name) throw new ValueError("save", "a function without a name cannot be saved", { received: { value } });
    return { module: "builtins", class_name: "function", config: name, registered_name: name };
  }
  if (Array.isArray(value)) return value.map(plain);
  if (isPlain(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  return value;
}

/** Keras's config of a layer or nested model. */
function serializeLayer(layer: Layer): Config {
  if (layer.savedKind === "sequential")
    return object("keras", "Sequential", sequentialConfig(layer as Sequential), null, layer);
  if (layer.savedKind === "functional") {
    const config = functionalConfig(layer as Model);
    return {
      ...object("keras.src.models.functional", "Functional", config, "Functional", undefined),
      build_config: { input_shape: null },
    };
  }
  const type = layer.constructor as typeof Layer;
  const known = (CLASSES as readonly unknown[]).includes(type);
  const name = registeredName(layer) ?? type.className;
  if (!name) {
    throw new ValueError(layer.name, `a layer of class ${type.name} cannot be saved`, {
      fix: 'Give the class `static className = "..."`, or register it with registerSerializable',
    });
  }
  const config = withParts(known ? layer.getConfig() : inSnakeCase(layer.getConfig()));
  const module = (layer as { savedModule?: string }).savedModule ?? (known ? "keras.layers" : null);
  return object(module, layer.savedClass, config, module === "keras.layers" ? null : name, layer);
}

/** A config with the layers inside written as this file writes layers. */
function withParts(config: Config): Config {
  const part = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(part);
    const layer = value instanceof Layer ? value : isPlain(value) ? layerOfPart(value) : undefined;
    return layer ? serializeLayer(layer) : value;
  };
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, part(value)]));
}

function object(
  module: string | null,
  className: string,
  config: Config,
  registered: string | null,
  built: Layer | undefined,
): Config {
  const shape =
    built && !(built instanceof InputLayer)
      ? (built.buildShape ?? ("inputShape" in built ? (built as Model).inputShape : undefined))
      : undefined;
  return {
    module,
    class_name: className,
    config,
    registered_name: registered,
    ...(shape ? { build_config: buildConfig(built!, shape) } : {}),
  };
}

/** What Keras builds a layer by: its input's shape, or one for each argument. */
function buildConfig(layer: Layer, shape: unknown): Config {
  const { positional } = layer.constructor as typeof Layer;
  if (!positional) return { input_shape: shape };
  const shapes = (shape as readonly unknown[]).map((own, i) => [`${positional[i]}_shape`, own]);
  return { shapes_dict: Object.fromEntries(shapes) };
}

function sequentialConfig(model: Sequential): Config {
  const input = model.inputLayer;
  return {
    name: model.name,
    trainable: model.trainable,
    dtype: { module: "keras", class_name: "DTypePolicy", config: { name: "float32" }, registered_name: null },
    layers: [...(input ? [serializeLayer(input)] : []), ...model.layers.map(serializeLayer)],
    ...(input ? { build_input_shape: model.inputShape } : {}),
  };
}

function functionalConfig(model: Model): Config {
  const network = model.network!;
  const indexOf = (node: NetworkNode): number => {
    return network.nodes.get(node.operation)!.indexOf(node);
  };
  const history: History = (x) => {
    const node = network.nodeOf(x);
    const place = node.call ? node.call.outputs.indexOf(x) : 0;
    return [node.operation.name, indexOf(node), place];
  };
  // Keras counts a nested Functional's own construction here, though not in the arguments of calls.
  const end = (x: Tensor): [string, number, number] => {
    const [name, node, place] = history(x);
    return [name, (network.nodeOf(x).operation as Layer).savedKind === "functional" ? node + 1 : node, place];
  };
  const names = new Set<string>();
  const layers = network.operations.map((operation) => {
    if (names.has(operation.name)) {
      throw new ValueError(model.name, `two layers are named "${operation.name}"`, {
        fix: "Give layers names of their own",
      });
    }
    names.add(operation.name);
    const nodes = network.nodes.get(operation)!;
    if (!(operation instanceof Layer))
      return operationConfig(model.name, nodes[0]!.call!, (x) => reference(x, history));
    return {
      ...serializeLayer(operation),
      name: operation.name,
      inbound_nodes: nodes.flatMap((node) => (node.call ? [callConfig(node.call, history)] : [])),
    };
  });
  const ends = (tensors: readonly Tensor[], keys: readonly string[] | undefined): unknown => {
    const list = tensors.map(end);
    if (keys) return Object.fromEntries(keys.map((key, i) => [key, list[i]]));
    return list.length === 1 ? list[0] : list;
  };
  return {
    name: model.name,
    trainable: model.trainable,
    layers,
    input_layers: ends(network.inputs, model.inputKeys),
    output_layers:
      model.single || model.outputKeys ? ends(network.outputs, model.outputKeys) : network.outputs.map(end),
  };
}

/** Where a tensor of a network comes from: layer, call and place. */
type History = (x: Tensor) => [string, number, number];

/** A tensor in the arguments of a call. */
function reference(x: Tensor, history: History): Config {
  return { class_name: "__keras_tensor__", config: { shape: x.shape, dtype: x.dtype, keras_history: history(x) } };
}

function callConfig(call: SymbolicCall, history: History): Config {
  const value = (x: unknown): unknown => argument(call.operation.name, x, (tensor) => reference(tensor, history));
  const [inputs, options] = call.args;
  const kwargs = Object.entries((options ?? {}) as Config).filter(([, item]) => item !== undefined);
  const { positional } = call.operation.constructor as typeof Layer;
  return {
    args: positional ? (inputs as readonly unknown[]).map(value) : [value(inputs)],
    kwargs: Object.fromEntries(kwargs.map(([key, item]) => [snakeKey(key), value(item)])),
  };
}
