/** Where Keras keeps each object's variables inside `model.weights.h5`. */
import { isPlain } from "../core/symbolic";
import type { Variable } from "../core/variable";
import { Layer } from "../layers/core/layer";
import { snakeClass, snakeKey } from "../nn/core/serialize";

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

/**
 * All groups in the order Keras visits them. Objects met twice are kept at their first path. Of several of one class the
 * path tells the number: among all, or among those that have weights. `listed`: models with a call of their own have a
 * list of layers too, as the last of tf.keras 2 had it.
 */
export function weightGroups(model: Layer, counted: "all" | "weighted" = "all", listed = false): WeightGroup[] {
  const groups: WeightGroup[] = [];
  const seen = new Set<Layer>();
  const visit = (layer: Layer, path: string): void => {
    if (seen.has(layer)) return;
    seen.add(layer);
    groups.push({ path, name: layer.name, variables: layer.ownVariables, layer });
    const inside = (name: string): string => (path ? `${path}/${name}` : name);
    const own = listed && "layers" in layer ? layer.sublayers : undefined;
    container(layer.listedLayers ?? own, inside("layers"));
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
  const rank = (key: string): string => (key.startsWith("_") ? `1${snakeKey(key)}` : `0${snakeKey(key)}`);
  return keys.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** The snake_case class name that stands in paths. */
function className(layer: Layer): string {
  return snakeClass((layer.constructor as typeof Layer).pythonName ?? layer.savedClass);
}
