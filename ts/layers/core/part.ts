/** Layers inside layers: their configs, and copies of them. */
import { ValueError } from "../../core/errors";
import { isPlain } from "../../core/symbolic";
import { type Config, type CustomObjects, optionsFrom, registeredName } from "../../nn/core/serialize";
import { Layer } from "./layer";

/** Makes the layer of a config; given to `fromConfig` by whoever reads it. */
export interface ReadPart {
  (config: unknown): Layer;
  /** Classes and functions of the user's own. */
  custom?: CustomObjects;
}

const layers = new WeakMap<object, Layer>();

/** Keras's config of a layer that is held by another one. */
export function partConfig(layer: Layer): Config {
  const registered = registeredName(layer) ?? null;
  const config = {
    module: registered === null ? "keras.layers" : null,
    class_name: layer.savedClass,
    config: layer.getConfig(),
    registered_name: registered,
    ...(layer.buildShape ? { build_config: { input_shape: layer.buildShape } } : {}),
  };
  layers.set(config, layer);
  return config;
}

/** The layer whose config `partConfig` made. */
export function layerOfPart(config: object): Layer | undefined {
  return layers.get(config);
}

/** A layer given as itself or as a config. @throws ValueError for anything else. */
export function partFrom(where: string, option: string, value: unknown, read?: ReadPart): Layer {
  if (value instanceof Layer) return value;
  if (read && isPlain(value) && typeof value.class_name === "string") return read(value);
  throw new ValueError(where, `${option} is no layer`, {
    expected: "a layer",
    received: { [option]: value },
  });
}

/** The static side of a layer's class. */
interface LayerType {
  new (options: Record<string, unknown>): Layer;
  fromConfig?(config: Config, read: ReadPart): Layer;
}

/** A new layer of the same config, with some keys changed. It shares nothing with the first. */
export function copyOf(layer: Layer, changes: Config): Layer {
  const types = new Map<string, LayerType>();
  const collect = (part: Layer): void => {
    types.set(part.savedClass, part.constructor as unknown as LayerType);
    part.sublayers.forEach(collect);
  };
  collect(layer);
  const make = (type: LayerType, config: Config): Layer =>
    type.fromConfig ? type.fromConfig(config, read) : new type(optionsFrom(config));
  const read: ReadPart = (value) => {
    const { class_name, config } = value as { class_name: string; config: Config };
    return make(types.get(class_name)!, config);
  };
  return make(layer.constructor as unknown as LayerType, { ...layer.getConfig(), ...changes });
}
