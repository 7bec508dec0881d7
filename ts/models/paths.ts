/** Where Keras keeps each object's variables inside `model.weights.h5`. */
import { isPlain } from "../core/symbolic";
import type { Variable } from "../core/variable";
import { Layer } from "../layers/core/layer";
import { snakeClass } from "../nn/core/serialize";

/** The variables of one object and their group. */
export interface WeightGroup {
  /** The group's path, "" for the model; its variables are in `<path>/vars`. */
  readonly path: string;
  /** The object's name. */
  readonly name: string;
  readonly variables: readonly Variable[];
  readonly layer: Layer;
}

/** Attributes of a model that hold no layers of the user's. */
const SKIPPED = new Set(["compiled", "programs", "stopTraining", "name", "built", "buildShape", "batchShape"]);

/** The order in which a file lists the layers of a model: that of its graph here may be another, where operations were replaced. */
const filed = new WeakMap<Layer, ReadonlyMap<string, number>>();

/** Keeps the order of the layers in a model's config. */
export function keepOrder(model: Layer, names: readonly string[]): void {
  filed.set(model, new Map(names.map((name, i) => [name, i])));
}

function inFile(model: Layer, layers: readonly Layer[]): readonly Layer[] {
  const order = filed.get(model);
  if (!order) return layers;
  const place = ({ name }: Layer): number => order.get(name) ?? order.size;
  return [...layers].sort((a, b) => place(a) - place(b));
}

/** The trainable weights of a model in the order of the file it came from. */
export function trainableAsFiled(model: Layer): Variable[] {
  const inside = (layer: Layer): readonly Variable[] =>
    layer.listedLayers ? inFile(layer, layer.listedLayers).flatMap(inside) : layer.trainableWeights;
  const trained = new Set(model.trainableWeights);
  return [...new Set(inside(model))].filter((variable) => trained.has(variable));
}

/** How paths are made. */
export interface PathRules {
  /** Of several layers of one class the path tells the number: among all, or among those that have weights. */
  readonly counted?: "all" | "weighted";
  /** Models with a call of their own have a list of layers too, as the last of tf.keras 2 had it. */
  readonly listed?: boolean;
  /** Layers are listed as in the file that the model came from. */
  readonly asFiled?: boolean;
}

/** All groups in the order Keras visits them. Objects met twice are kept at their first path. */
export function weightGroups(
  model: Layer,
  { counted = "all", listed = false, asFiled = false }: PathRules = {},
): WeightGroup[] {
  const groups: WeightGroup[] = [];
  const seen = new Set<Layer>();
  const visit = (layer: Layer, path: string): void => {
    if (seen.has(layer)) return;
    seen.add(layer);
    groups.push({ path, name: layer.name, variables: layer.ownVariables, layer });
    const inside = (name: string): string => (path ? `${path}/${name}` : name);
    const own = listed && "layers" in layer ? layer.sublayers : undefined;
    const layers = layer.listedLayers ?? own;
    container(layers && asFiled ? inFile(layer, layers) : layers, inside("layers"));
    for (const key of attributesOf(layer)) {
      const value = (layer as unknown as Record<string, unknown>)[key];
      const at = inside(layer.savedPart(key));
      // An activation that is a layer.
      const held = isPlain(value) && value.layer instanceof Layer ? value.layer : value;
      if (held instanceof Layer) visit(held, at);
      else container(held, at);
    }
  };
  const container = (value: unknown, path: string): void => {
    const items = Array.isArray(value) ? value : isPlain(value) ? Object.values(value) : [];
    const counts = new Map<string, number>();
    for (const item of items) {
      const nested = Array.isArray(item) || isPlain(item);
      if (!(item instanceof Layer) && !nested) continue;
      if (item instanceof Layer && counted === "weighted" && item.weights.length === 0) continue;
      const base = item instanceof Layer ? className(item) : "container";
      const n = counts.get(base) ?? 0;
      counts.set(base, n + 1);
      const own = `${path}/${n === 0 ? base : `${base}_${n}`}`;
      if (item instanceof Layer) visit(item, own);
      else container(item, own);
    }
  };
  visit(model, "");
  return groups;
}

/** Attributes by name, those that begin with "_" last. */
function attributesOf(layer: Layer): string[] {
  const keys = Object.keys(layer).filter((key) => !SKIPPED.has(key));
  const rank = (key: string): string => (key.startsWith("_") ? "1" : "0") + layer.savedPart(key);
  return keys.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** The snake_case class name that stands in paths. */
function className(layer: Layer): string {
  return snakeClass((layer.constructor as typeof Layer).pythonName ?? layer.savedClass);
}
