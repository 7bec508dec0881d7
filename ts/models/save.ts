/** Models to bytes: Keras's config and weights in a `.keras` zip. */
import type { NumericDType } from "../core/dtypes";
import { ValueError } from "../core/errors";
import type { Variable } from "../core/variable";
import { VERSION } from "../core/version";
import type { Hdf5DatasetSpec, Hdf5GroupSpec, Hdf5NodeSpec } from "../saving/hdf5/spec";
import { writeHdf5 } from "../saving/hdf5/write";
import type { JsonInput } from "../saving/json";
import { writeKeras } from "../saving/keras";
import { writeSafetensors } from "../saving/safetensors";
import type { Model } from "./model";
import { refuseOld } from "./old/parts";
import { weightGroups } from "./paths";
import { namedWeights } from "./restore_names";
import { serializeModel } from "./serialize";

/** The version of Keras whose format this is. */
const KERAS_VERSION = "3.15.1";

/** Options that Keras wants to be floats: it refuses a momentum or learning rate of 0 or 1 where it means 0.0 or 1.0. */
const FLOATS: ReadonlySet<string> = new Set([
  "learning_rate",
  "momentum",
  "ema_momentum",
  "rho",
  "beta",
  "beta_1",
  "beta_2",
  "epsilon",
  "threshold",
  "thresholds",
]);

/** The bytes of a `.keras` file. */
export function modelFile(model: Model): Uint8Array {
  const config = serializeModel(model);
  refuseOld(`${model.name}.save`, config);
  return writeKeras({
    metadata: { keras_version: KERAS_VERSION, date_saved: timestamp() },
    config: config as JsonInput,
    floats: FLOATS,
    weights: weightsTree(model),
    assets: assetsOf(model),
  });
}

/** The files that layers keep beside their weights. */
function assetsOf(model: Model): Map<string, Uint8Array> {
  const assets = new Map<string, Uint8Array>();
  for (const { path, layer } of weightGroups(model)) {
    for (const [name, text] of Object.entries(layer.savedState?.().texts ?? {})) {
      assets.set(`${path}/${name}`, new TextEncoder().encode(text));
    }
  }
  return assets;
}

/** The bytes of a `.weights.h5` file. */
export function weightsFile(model: Model): Uint8Array {
  return writeHdf5(weightsTree(model));
}

/** The bytes of a `.safetensors` file. @throws ValueError for layers that keep more than weights. */
export function safetensorsFile(model: Model): Uint8Array {
  for (const { layer } of weightGroups(model)) {
    const { arrays = {}, texts = {} } = layer.savedState?.() ?? {};
    const [more] = Object.keys({ ...arrays, ...texts });
    if (more === undefined) continue;
    throw new ValueError(layer.name, `keeps "${more}" beside its weights, for which safetensors has no place`, {
      fix: 'Save the weights to a path that ends in ".weights.h5"',
    });
  }
  const arrays = namedWeights(model).map(({ name, variable }) => ({
    name,
    dtype: variable.dtype as NumericDType,
    shape: variable.dims,
    read: () => variable.read(),
  }));
  return writeSafetensors(arrays, { format: "np", writer: `keratin ${VERSION}`, keras_version: KERAS_VERSION });
}

function timestamp(): string {
  const iso = new Date().toISOString();
  return `${iso.slice(0, 10)}@${iso.slice(11, 19)}`;
}

interface Mutable {
  kind: "group";
  members: Map<string, Hdf5NodeSpec>;
  attributes: Map<string, string>;
}

function weightsTree(model: Model): Hdf5GroupSpec {
  const empty = (): Mutable => ({ kind: "group", members: new Map(), attributes: new Map() });
  const root = empty();
  const at = (path: string): Mutable => {
    let group = root;
    for (const name of path.split("/")) {
      if (!name) continue;
      let next = group.members.get(name) as Mutable | undefined;
      if (!next) group.members.set(name, (next = empty()));
      group = next;
    }
    return group;
  };
  const fill = (path: string, name: string, variables: readonly Variable[]): void => {
    const group = at(`${path}/vars`);
    group.attributes.set("name", name);
    variables.forEach((variable, i) => {
      group.members.set(String(i), dataset(variable));
    });
  };
  for (const { path, name, variables, layer } of weightGroups(model)) {
    fill(path, name, variables);
    for (const [key, data] of Object.entries(layer.savedState?.().arrays ?? {})) {
      at(`${path}/vars`).members.set(key, { kind: "dataset", dtype: "float32", shape: [data.length], data });
    }
  }
  const optimizer = model.compiled?.optimizer;
  if (optimizer) fill("optimizer", optimizer.name, optimizer.variables);
  return root;
}

function dataset(variable: Variable): Hdf5DatasetSpec {
  return { kind: "dataset", dtype: variable.dtype as NumericDType, shape: [...variable.dims], data: variable.read() };
}
