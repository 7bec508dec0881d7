/** Weights by their names, as TF.js and safetensors keep them, into a model. */
import { FormatError } from "../core/errors";
import { sameShape } from "../core/shapes";
import type { Variable } from "../core/variable";
import type { Layer } from "../layers/core/layer";
import { plainName } from "../saving/legacy/names";
import type { Origin } from "../saving/legacy/weights";
import type { StoredArray, StoredNames } from "../saving/stored";
import type { Model } from "./model";
import { fill, type Share } from "./restore_lists";
import type { Transfer } from "./transfer";

/** The weights of a model by names that are their own: those of models inside come first, then layer, part and weight. */
export function namedWeights(model: Model): { name: string; variable: Variable }[] {
  const found: { name: string; variable: Variable }[] = [];
  const met = new Set<Variable>();
  const visit = (layer: Layer, prefix: string): void => {
    const inside = layer === model ? "" : `${prefix}${layer.name}/`;
    for (const inner of layer.listedLayers ?? []) visit(inner, inside);
    for (const variable of layer.weights) {
      if (met.has(variable)) continue;
      met.add(variable);
      found.push({ name: prefix + variable.path, variable });
    }
  };
  visit(model, "");
  const seen = new Map<string, number>();
  return found.map(({ name, variable }) => {
    const n = seen.get(name) ?? 0;
    seen.set(name, n + 1);
    return { name: n ? `${name}_${n}` : name, variable };
  });
}

/** Adds all weights of the file. */
export function fromNames(
  transfer: Transfer,
  model: Model,
  { arrays }: StoredNames,
  where: string,
  origin: Origin,
): void {
  const own = namedWeights(model);
  const found = byTails(own, arrays) ?? byTails(own, arrays, plainName);
  if (found) {
    for (const [variable, array] of found) transfer.add(variable, array, where);
    return;
  }
  // By the layers that the names begin with, in the order of the file.
  const layers = new Map(layersIn(model).map((layer) => [layer.name, layer]));
  const groups = new Map<Layer, StoredArray[]>();
  const collect = (list: readonly StoredArray[], find: (part: string) => Layer | undefined): StoredArray[] =>
    list.filter((array) => {
      const layer = array.name.split("/").map(find).find(Boolean);
      if (layer) groups.set(layer, [...(groups.get(layer) ?? []), array]);
      return !layer;
    });
  const others = collect(arrays, (part) => layers.get(part));
  // TensorFlow 1 numbered names that it had seen before.
  const known = new Set(groups.keys());
  const unknown = collect(others, (part) => {
    const layer = layers.get(part.replace(/_\d+$/, ""));
    return layer && known.has(layer) ? undefined : layer;
  }).map(({ name }) => name);
  const missing = [...layers.values()].filter((layer) => layer.weights.length > 0 && !groups.has(layer));
  if (unknown.length || missing.length) {
    throw new FormatError(where, "the file has other weights than the model", {
      expected: `weights of ${[...layers.values()]
        .filter((layer) => layer.weights.length > 0)
        .map((layer) => layer.name)
        .join(", ")}`,
      received: unknown.length ? `${unknown.join(", ")}` : `none of ${missing.map((layer) => layer.name).join(", ")}`,
      fix: "Check that the file belongs to this model",
    });
  }
  for (const [layer, list] of groups) {
    fill(transfer, layer, { name: layer.name, arrays: byParts(layer, list) ?? list }, where, origin);
  }
}

/** The array of each variable, where names end in those of the variables, and shapes are the same. `as`: how names are compared. */
function byTails(
  own: readonly { name: string; variable: Variable }[],
  arrays: readonly StoredArray[],
  as: (name: string) => string = (name) => name,
): Map<Variable, StoredArray> | undefined {
  if (own.length !== arrays.length) return undefined;
  const tails = new Map<string, StoredArray[]>();
  for (const array of arrays) {
    const parts = array.name.split("/");
    parts.forEach((_, i) => {
      const tail = as(parts.slice(i).join("/"));
      tails.set(tail, [...(tails.get(tail) ?? []), array]);
    });
  }
  const found = new Map<Variable, StoredArray>();
  for (const { name, variable } of own) {
    const [array, ...others] = tails.get(as(name)) ?? tails.get(as(variable.path)) ?? [];
    if (!array || others.length || !sameShape(array.shape, variable.dims)) return undefined;
    found.set(variable, array);
  }
  return new Set(found.values()).size === own.length ? found : undefined;
}

/** The arrays of a layer in the order of its weights, where their names tell it: a file may have them by the alphabet. */
function byParts(layer: Layer, arrays: readonly StoredArray[]): readonly StoredArray[] | undefined {
  const partsOf = new Map(arrays.map((array) => [array, array.name.split("/")]));
  const list = layer.weights.map((variable) => {
    const named = arrays.filter((array) => partsOf.get(array)!.at(-1) === variable.name);
    const inner = variable.path.split("/").slice(1, -1);
    const apart = named.filter((array) => inner.some((part) => partsOf.get(array)!.includes(part)));
    const [array, ...others] = named.length > 1 ? apart : named;
    return others.length ? undefined : array;
  });
  const clear = list.every(Boolean) && list.length === arrays.length && new Set(list).size === list.length;
  return clear ? (list as StoredArray[]) : undefined;
}

/**
 * The state of the optimizer of TensorFlow.js, whose names begin with those of weights, and the weights. That of SGD lacks
 * the learning rate, so nothing is taken of it but the iteration.
 */
export function stateOfNames(
  transfer: Transfer,
  model: Model,
  { optimizer = [] }: StoredNames,
): { arrays: StoredArray[]; shares: Share[] } {
  const shares = (optimizer.length ? model.trainableWeights : []).flatMap((variable) => {
    const array = transfer.arrayOf(variable);
    return array ? [{ variables: [variable], arrays: [array], convert: (list: readonly StoredArray[]) => list }] : [];
  });
  const place = ({ name }: StoredArray): number =>
    shares.findIndex(({ arrays: [array] }) => name.startsWith(`${array!.name}/`));
  const usable = model.compiled?.optimizer.name === "sgd" ? optimizer.filter(({ shape }) => !shape.length) : optimizer;
  return { arrays: [...usable].sort((a, b) => place(a) - place(b)), shares };
}

/** The layers of a model, of the models inside it, and of those inside its layers. */
function layersIn(model: Layer): Layer[] {
  return (model.listedLayers ?? model.sublayers).flatMap((layer) => {
    const inner = layer.listedLayers
      ? layer
      : layer.sublayers.find((part) => part.listedLayers && part.weights.length > 0);
    return inner ? layersIn(inner) : [layer];
  });
}
