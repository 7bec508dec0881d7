/** Weights of Keras 1 and 2, which stand in files layer by layer in a fixed order, into a model. */
import { FormatError } from "../core/errors";
import { sameShape } from "../core/shapes";
import type { Variable } from "../core/variable";
import type { Layer } from "../layers/core/layer";
import type { Optimizer } from "../nn/core/optimizer";
import { counted } from "../saving/derived";
import { type OptimizerState, optimizerState } from "../saving/legacy/optimizer";
import { asKeras3, countIn, type Origin, otherLayers } from "../saving/legacy/weights";
import type { LayerArrays, StoredArray, StoredLists } from "../saving/stored";
import type { Model } from "./model";
import type { Transfer } from "./transfer";

/** Adds all weights of the file. */
export function fromLists(transfer: Transfer, model: Model, lists: StoredLists, where: string, origin: Origin): void {
  const given = lists.layers.filter(({ arrays }) => arrays.length > 0);
  const wanted = model.layers.filter((layer) => layer.weights.length > 0);
  for (const [layer, arrays] of pairs(wanted, given, where)) fill(transfer, layer, arrays, where, origin);
}

/** Which layer takes what: by name where all names are known, else by order. */
function pairs(wanted: readonly Layer[], given: readonly LayerArrays[], where: string): [Layer, LayerArrays][] {
  const byName = new Map(wanted.map((layer) => [layer.name, layer]));
  if (given.length === wanted.length) {
    if (given.every(({ name }) => byName.has(name))) return given.map((own) => [byName.get(own.name)!, own]);
    return given.map((own, i) => [wanted[i]!, own]);
  }
  throw otherLayers(
    where,
    given.map(({ name }) => name),
    wanted.map((layer) => layer.name),
  );
}

/** The weights of one layer that stand together in a file. */
interface Group {
  readonly className: string;
  /** The name of the layer, among those of its model, that it is or belongs to. */
  readonly owner: string;
  readonly variables: readonly Variable[];
}

/** Those of all layers inside, in Keras's order: what training changes first, then the others. */
function groupsOf(layer: Layer): Group[] {
  const trained = new Set(layer.trainableWeights);
  const leaves: { leaf: Layer; owner: string }[] = [];
  const met = new Set<Layer>();
  const visit = (leaf: Layer, owner: string): void => {
    if (met.has(leaf)) return;
    met.add(leaf);
    if (leaf.ownVariables.length > 0) leaves.push({ leaf, owner });
    for (const inner of leaf.sublayers) visit(inner, leaf.listedLayers ? inner.name : owner);
  };
  visit(layer, layer.name);
  return [true, false].flatMap((wanted) =>
    leaves.flatMap(({ leaf, owner }) => {
      const variables = leaf.ownVariables.filter((variable) => trained.has(variable) === wanted);
      return variables.length ? [{ className: leaf.savedClass, owner, variables }] : [];
    }),
  );
}

/** Adds the weights of one layer. */
export function fill(
  transfer: Transfer,
  layer: Layer,
  { name, arrays }: LayerArrays,
  where: string,
  origin: Origin,
): void {
  const inLayer = `${where}: layer "${layer.name}"`;
  const groups = groupsOf(layer);
  const counts = groups.map(({ className, variables }) => countIn(className, variables.length, origin));
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total !== arrays.length) {
    throw new FormatError(inLayer, "the file has another number of weights for it", {
      expected: `${total}: ${groups.flatMap(({ variables }) => variables.map((v) => v.name)).join(", ")}`,
      received: `${arrays.length} in "${name}": ${arrays.map((array) => array.name).join(", ")}`,
    });
  }
  const ordered = (layer.listedLayers && byOwners(groups, counts, arrays)) ?? arrays;
  let at = 0;
  groups.forEach(({ className, variables }, i) => {
    const own = ordered.slice(at, at + counts[i]!);
    at += counts[i]!;
    const shapes = variables.map((variable) => variable.dims);
    const ready = inOrder(asKeras3(className, own, shapes, origin), variables);
    variables.forEach((variable, k) => {
      transfer.add(variable, ready[k]!, inLayer);
    });
  });
}

/** The parts of a weight's name; TensorFlow adds the number of an output. */
const partsOf = ({ name }: StoredArray): string[] => name.replace(/:\d+$/, "").split("/");

/**
 * The arrays of a model inside a model, in the order of the groups, where their names begin with those of layers: what was
 * frozen when the file was written changes the order of layers, and need not be in the config.
 */
function byOwners(
  groups: readonly Group[],
  counts: readonly number[],
  arrays: readonly StoredArray[],
): readonly StoredArray[] | undefined {
  const owners = [...new Set(groups.map(({ owner }) => owner))].sort((a, b) => b.length - a.length);
  const queues = new Map<string, StoredArray[]>(owners.map((owner) => [owner, []]));
  for (const array of arrays) {
    const parts = partsOf(array);
    // Keras 1 put an underscore between layer and weight.
    const owner =
      owners.find((name) => parts.includes(name)) ?? owners.find((name) => parts[0]!.startsWith(`${name}_`));
    if (owner === undefined) return undefined;
    queues.get(owner)!.push(array);
  }
  const fits = owners.every((owner) => {
    const wanted = groups.reduce((sum, group, i) => sum + (group.owner === owner ? counts[i]! : 0), 0);
    return queues.get(owner)!.length === wanted;
  });
  return fits ? groups.flatMap(({ owner }, i) => queues.get(owner)!.splice(0, counts[i]!)) : undefined;
}

/** Arrays in the order of the variables: as they stand where they fit, else by the names that both have. */
function inOrder(arrays: readonly StoredArray[], variables: readonly Variable[]): readonly StoredArray[] {
  if (variables.every((variable, i) => arrays[i] && sameShape(arrays[i].shape, variable.dims))) return arrays;
  const found = variables.map((variable) => arrays.filter((array) => partsOf(array).at(-1) === variable.name));
  return found.every((list) => list.length === 1) ? found.map((list) => list[0]!) : arrays;
}

/** Adds the optimizer's state, where it can be told what is what. */
export function optimizerFromLists(
  transfer: Transfer,
  model: Model,
  { optimizer: arrays }: StoredLists,
  where: string,
  version: string,
): void {
  const optimizer = model.compiled?.optimizer;
  if (!optimizer || arrays.length === 0) return;
  if (!optimizer.built) optimizer.build(model.trainableWeights);
  const trained = [...model.trainableWeights];
  // Until 2.0.5 Keras took them by their names.
  if (/^(1\b|2\.0\.[0-5]$)/.test(version)) {
    const name = (variable: Variable): string => transfer.nameOf(variable) ?? "";
    trained.sort((a, b) => (name(a) < name(b) ? -1 : 1));
  }
  const { className = "" } = optimizer.constructor as typeof Optimizer;
  const state = optimizerState(className, arrays, trained.length);
  const pairs = state && pairsOf(optimizer, trained, state);
  if (!pairs) {
    transfer.notes.push(`the state of the optimizer ${className} is of another kind; it is not loaded.`);
    return;
  }
  for (const [variable, array] of pairs) transfer.add(variable, array, `${where}: optimizer`);
}

/** Which variable takes what; undefined when a slot is missing. */
function pairsOf(
  optimizer: Optimizer,
  trained: readonly Variable[],
  { iteration, learningRate, slots }: OptimizerState,
): [Variable, StoredArray][] | undefined {
  const pairs: [Variable, StoredArray][] = [];
  if (iteration) pairs.push([optimizer.iterationVariable, counted(iteration)]);
  if (learningRate && optimizer.learningRateVariable) pairs.push([optimizer.learningRateVariable, learningRate]);
  for (const [suffix, arrays] of slots) {
    for (const [i, weight] of trained.entries()) {
      const name = `${weight.path.replaceAll("/", "_")}_${suffix}`;
      const variable = optimizer.variables.find((one) => one.name === name);
      const array = arrays[i];
      if (!variable || !array || !sameShape(variable.dims, array.shape)) return undefined;
      pairs.push([variable, array]);
    }
  }
  return pairs;
}
