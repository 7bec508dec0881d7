/** HDF5 files of Keras: whole models and weights of Keras 1 and 2, which Keras 3 writes too, and trees of weights. */
import { FormatError } from "../core/errors";
import type { Hdf5Dataset } from "./hdf5/dataset";
import { Hdf5Group } from "./hdf5/group";
import { datasetArray, datasetTree } from "./hdf5/tree";
import { type JsonValue, parseJson } from "./json";
import type { LayerArrays, StoredArray, StoredLists, StoredModel, Writer } from "./stored";

/** More parts of a list of names than any attribute is split into. */
const MOST_PARTS = 10_000;

/** What an HDF5 file holds of a model. */
export async function readH5(root: Hdf5Group, where: string, bytes: number): Promise<StoredModel> {
  const text = (name: string): Promise<string | undefined> => textOf(root, name);
  const [config, training] = [await text("model_config"), await text("training_config")];
  const nested = await root.settle(() => root.get("model_weights"));
  const holder = nested instanceof Hdf5Group ? nested : root;
  const listed = await namesOf(holder, "layer_names");
  const own = { where, bytes, assets: new Map<string, Uint8Array>() };
  if (config === undefined && !listed) {
    const weights = datasetTree(root);
    return { ...own, format: "weights.h5", writer: { name: "Keras", version: "" }, weights };
  }
  const version = (await text("keras_version")) ?? (await textOf(holder, "keras_version")) ?? "1";
  const said = (await text("backend")) ?? (await textOf(holder, "backend"));
  const weights = listed && (await readLists(root, holder, listed));
  // Keras 1 did not say it; TensorFlow gave names the number of an output.
  const names = version.startsWith("1")
    ? weights?.layers.flatMap(({ arrays }) => arrays.map(({ name }) => name))
    : undefined;
  const backend =
    said ?? (names?.length ? (names.some((name) => /:\d+$/.test(name)) ? "tensorflow" : "theano") : undefined);
  const parse = (value: string, name: string): JsonValue => parseJson(value, `${where}:@${name}`);
  return {
    ...own,
    format: "h5",
    writer: writerOf(version, backend),
    ...(config === undefined ? {} : { config: parse(config, "model_config") }),
    ...(training === undefined ? {} : { training: parse(training, "training_config") }),
    ...(weights ? { weights } : {}),
  };
}

/** Who writes such files: tf.keras adds "-tf" to its version, and from 2.4 on there was no other Keras 2. */
function writerOf(version: string, backend: string | undefined): Writer {
  const own = /^\d+\.(\d+)/.exec(version);
  const inTensorFlow = version.endsWith("-tf") || (version.startsWith("2.") && Number(own?.[1]) >= 4);
  return { name: inTensorFlow ? "tf.keras" : "Keras", version: version.replace(/-tf$/, ""), backend };
}

async function readLists(root: Hdf5Group, holder: Hdf5Group, names: readonly string[]): Promise<StoredLists> {
  const layers: LayerArrays[] = [];
  for (const name of names) {
    const group = await holder.settle(() => holder.group(name));
    layers.push({ name, arrays: await arraysOf(group) });
  }
  const state = await root.settle(() => root.get("optimizer_weights"));
  return { kind: "lists", layers, optimizer: state instanceof Hdf5Group ? await arraysOf(state) : [] };
}

/** The arrays of a group in the order of its attribute `weight_names`. */
async function arraysOf(group: Hdf5Group): Promise<StoredArray[]> {
  const arrays: StoredArray[] = [];
  for (const name of (await namesOf(group, "weight_names")) ?? []) {
    arrays.push(
      await group.settle(() => {
        const dataset: Hdf5Dataset = group.dataset(name);
        return datasetArray(dataset, name);
      }),
    );
  }
  return arrays;
}

/** The text of an attribute; undefined when there is none. */
function textOf(group: Hdf5Group, name: string): Promise<string | undefined> {
  return group.settle(() => {
    const value = group.attributes.get(name);
    if (value === undefined || value === null) return undefined;
    const text: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
    if (typeof text === "string") return text;
    throw new FormatError(group.where, `the attribute "${name}" is no text`, { received: { value } });
  });
}

/** A list of names, which stands in several attributes (`layer_names0`, `layer_names1` ...) when it is long. */
function namesOf(group: Hdf5Group, name: string): Promise<string[] | undefined> {
  return group.settle(() => {
    const { attributes } = group;
    if (attributes.has(name)) return list(group, name);
    if (!attributes.has(`${name}0`)) return undefined;
    const all: string[] = [];
    for (let i = 0; i < MOST_PARTS && attributes.has(`${name}${i}`); i++) all.push(...list(group, `${name}${i}`));
    return all;
  });
}

function list(group: Hdf5Group, name: string): string[] {
  const value = group.attributes.get(name);
  if (typeof value === "string") return [value];
  // An empty list has no type of its own: h5py writes no float64.
  const values = ArrayBuffer.isView(value) && (value as Float64Array).length === 0 ? [] : value;
  if (Array.isArray(values)) return values;
  throw new FormatError(group.where, `the attribute "${name}" is no list of names`, { received: { value } });
}
