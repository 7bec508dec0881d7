/** Weights of Keras 1 and 2, which stand in files layer by layer in a fixed order, into a model. */
import { FormatError } from "../core/errors";
import { sameShape } from "../core/shapes";
import type { Variable } from "../core/variable";
import type { Layer } from "../layers/core/layer";
import { valuesOf } from "../saving/derived";
import { plainName } from "../saving/legacy/names";
import { asKeras3, countIn, type Origin, otherLayers } from "../saving/legacy/weights";
import { countOf, type LayerArrays, type StoredArray, type StoredLists } from "../saving/stored";
import type { Model } from "./model";
import { fillAdapted } from "./restore_adapted";
import type { Transfer } from "./transfer";

/** Numbers of a state that is no weight: a vocabulary's, a summary's. */
export const MOST_STATE: number = 1 << 22;

/** Weights of one layer that training changes, as the file has them. */
export interface Share {
  readonly variables: readonly Variable[];
  readonly arrays: readonly StoredArray[];
  /** Brings arrays that lie as those of the file to how the variables lie. */
  readonly convert: (arrays: readonly StoredArray[]) => readonly StoredArray[];
}

/** Adds all weights of the file. Returns those that training changes, in the order of the file. */
export async function fromLists(
  transfer: Transfer,
  model: Model,
  lists: StoredLists,
  where: string,
  origin: Origin,
): Promise<Share[]> {
  const kept = await states(transfer, model, lists, where);
  const given = lists.layers.filter(({ name, arrays }) => arrays.length > 0 && !kept.has(name));
  const wanted = model.layers.filter((layer) => layer.weights.length > 0);
  const met = new Set<Variable>();
  return pairs(wanted, given, where)
    .flatMap(([layer, own]) => fill(transfer, layer, own, where, origin))
    .filter(({ variables: [first] }) => !met.has(first!) && met.add(first!));
}

/** Gives layers without weights what the file has under their names, as counts of `adapt`. Returns these names. */
async function states(
  transfer: Transfer,
  model: Model,
  { layers }: StoredLists,
  where: string,
): Promise<ReadonlySet<string>> {
  const kept = new Set<string>();
  for (const { name, arrays } of layers) {
    const layer = model.layers.find(
      (one) => one.name === plainName(name) && one.weights.length === 0 && one.restoreState,
    );
    if (!layer || arrays.length === 0) continue;
    kept.add(name);
    const values = new Map<string, Float32Array>();
    for (const array of arrays) values.set(partsOf(array).at(-1)!, await valuesOf(smallEnough(array, where)));
    transfer.afterwards(layer.restoreState!({ array: (key) => values.get(key), text: () => undefined }));
  }
  return kept;
}

/** @throws FormatError for what no layer keeps so much of. */
function smallEnough(array: StoredArray, where: string): StoredArray {
  if (countOf(array.shape) <= MOST_STATE) return array;
  throw new FormatError(where, `${array.name} is larger than what a layer keeps beside its weights`, {
    expected: `at most ${MOST_STATE} numbers`,
    received: { shape: array.shape },
  });
}

/** Which layer takes what: by name where all names are known, else by order. */
function pairs(wanted: readonly Layer[], given: readonly LayerArrays[], where: string): [Layer, LayerArrays][] {
  const byName = new Map(wanted.map((layer) => [layer.name, layer]));
  if (given.length === wanted.length) {
    const named = given.map(({ name }) => byName.get(name) ?? byName.get(plainName(name)));
    if (named.every(Boolean) && new Set(named).size === given.length) return given.map((own, i) => [named[i]!, own]);
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
  readonly trained: boolean;
  /** The name of the layer, among those of its model, that it is or belongs to. */
  readonly owner: string;
  readonly variables: readonly Variable[];
}

/** Those of all layers inside, in Keras's order: what training changes first, then the others. */
function groupsOf(layer: Layer, filled: ReadonlySet<Variable>): Group[] {
  const trained = new Set(layer.trainableWeights);
  const leaves: { leaf: Layer; owner: string }[] = [];
  const met = new Set<Layer>();
  // A weight that two layers have, as the kernel of a SpectralNormalization, is listed once.
  const listed = new Set<Variable>(filled);
  const visit = (leaf: Layer, owner: string): void => {
    if (met.has(leaf)) return;
    met.add(leaf);
    if (leaf.ownVariables.length > 0) leaves.push({ leaf, owner });
    for (const inner of leaf.sublayers) visit(inner, leaf.listedLayers ? inner.name : owner);
  };
  visit(layer, layer.name);
  return [true, false].flatMap((wanted) =>
    leaves.flatMap(({ leaf, owner }) => {
      const own = leaf.ownVariables.filter((variable) => trained.has(variable) === wanted);
      const variables = own.filter((variable) => !listed.has(variable) && listed.add(variable));
      return variables.length ? [{ className: leaf.savedClass, trained: wanted, owner, variables }] : [];
    }),
  );
}

/** Adds the weights of one layer. Returns those that training changes. */
export function fill(transfer: Transfer, layer: Layer, stored: LayerArrays, where: string, origin: Origin): Share[] {
  const inLayer = `${where}: layer "${layer.name}"`;
  const { name } = stored;
  const { arrays, filled } = fillAdapted(transfer, layer, stored, inLayer, origin.config);
  const groups = groupsOf(layer, filled);
  const counts = groups.map(({ className, variables }) => countIn(className, variables.length, origin, arrays));
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total !== arrays.length) {
    throw new FormatError(inLayer, "the file has another number of weights for it", {
      expected: `${total}: ${groups.flatMap(({ variables }) => variables.map((v) => v.name)).join(", ")}`,
      received: `${arrays.length} in "${name}": ${arrays.map((array) => array.name).join(", ")}`,
    });
  }
  const ordered = (layer.listedLayers && byOwners(groups, counts, arrays)) ?? arrays;
  let at = 0;
  return groups.flatMap(({ className, trained, variables }, i) => {
    const own = ordered.slice(at, at + counts[i]!);
    at += counts[i]!;
    const shapes = variables.map((variable) => variable.dims);
    const convert = (given: readonly StoredArray[]) => asKeras3(className, given, shapes, origin);
    const ready = inOrder(convert(own), variables);
    variables.forEach((variable, k) => {
      transfer.add(variable, ready[k]!, inLayer);
    });
    return trained ? [{ variables, arrays: own, convert }] : [];
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
      owners.find((name) => parts.includes(name)) ??
      owners.find((name) => parts[0]!.startsWith(`${name}_`)) ??
      owners.find((name) => `_${parts.join("_")}`.includes(`_${name}_`));
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
  // Keras 1 put the layer's name before that of the weight.
  const named = (array: StoredArray, name: string): boolean => new RegExp(`(^|_)${name}$`).test(partsOf(array).at(-1)!);
  const found = variables.map((variable) => arrays.filter((array) => named(array, variable.name)));
  return found.every((list) => list.length === 1) ? found.map((list) => list[0]!) : arrays;
}
