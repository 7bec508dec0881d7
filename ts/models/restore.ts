/** Weights and optimizer state from an HDF5 file into a model. */
import type { TypedArray } from "../core/dtypes";
import { makeArray } from "../core/dtypes";
import { FormatError } from "../core/errors";
import { sameShape } from "../core/shapes";
import type { Variable } from "../core/variable";
import type { StoredReader } from "../layers/core/stored";
import { type FileSource, type ReadOptions, readBytes, sourceName } from "../platform/files";
import type { Hdf5Group } from "../saving/hdf5/group";
import { openHdf5 } from "../saving/hdf5/open";
import { isHdf5 } from "../saving/hdf5/superblock";
import { readKeras } from "../saving/keras";
import type { Model } from "./model";
import { weightGroups } from "./paths";

/** Reads a weights file or a whole model's into a model. All of it is checked before anything changes. */
export async function loadWeightsInto(model: Model, source: FileSource, options: ReadOptions): Promise<void> {
  const bytes = await readBytes(source, options);
  const where = sourceName(source);
  const { weights, assets } = isHdf5(bytes)
    ? { weights: openHdf5(bytes, where), assets: undefined }
    : readKeras(bytes, where);
  restoreWeights(model, weights, where, assets);
  restoreOptimizer(model, weights, where);
}

/** Sets all weights from their groups. @throws FormatError naming what is missing or does not fit. */
export function restoreWeights(
  model: Model,
  file: Hdf5Group,
  where: string,
  assets: ReadonlyMap<string, Uint8Array> = new Map(),
): void {
  const states: (() => void)[] = [];
  const found: { variable: Variable; values: TypedArray }[] = [];
  for (const { path, name, variables, layer } of weightGroups(model)) {
    if (layer.restoreState) states.push(layer.restoreState(readerOf(file, path, assets, where)));
    if (variables.length === 0) continue;
    const group = `${path ? `${path}/` : ""}vars`;
    variables.forEach((variable, i) => {
      found.push({
        variable,
        values: readVariable(file, `${group}/${i}`, variable, `${where}: layer "${name || model.name}"`),
      });
    });
    const extra = file.has(`${group}/${variables.length}`);
    if (extra) {
      throw new FormatError(where, `layer "${name}" has more weights in the file than in the model`, {
        expected: `${variables.length} (${variables.map((v) => v.name).join(", ")})`,
        received: `${file.group(group).keys().length} in ${group}`,
      });
    }
  }
  for (const { variable, values } of found) variable.write(values);
  for (const restore of states) restore();
}

/** What a file keeps of a layer beside its weights. */
function readerOf(file: Hdf5Group, path: string, assets: ReadonlyMap<string, Uint8Array>, where: string): StoredReader {
  return {
    array(name) {
      const node = file.get(`${path}/vars/${name}`);
      if (node?.kind !== "dataset") return undefined;
      if (node.shape.length !== 1) {
        throw new FormatError(where, `${name} has more than one axis, or none`, { received: { shape: node.shape } });
      }
      const values = new Float32Array(node.shape[0]!);
      node.readInto(values);
      return values;
    },
    text(name) {
      const bytes = assets.get(`${path}/${name}`);
      return bytes && new TextDecoder("utf-8").decode(bytes);
    },
  };
}

function readVariable(file: Hdf5Group, path: string, variable: Variable, where: string): TypedArray {
  const node = file.get(path);
  if (node?.kind !== "dataset") {
    throw new FormatError(where, `the weight ${variable.name} is missing`, {
      expected: `a dataset ${path} of shape [${variable.dims}]`,
      fix: "Check that the file belongs to this model",
    });
  }
  if (!sameShape(node.shape, variable.dims)) {
    throw new FormatError(where, `the weight ${variable.name} has another shape`, {
      expected: `shape [${variable.dims}]`,
      received: `shape [${node.shape}] in ${path}`,
    });
  }
  const values = makeArray(variable.dtype, variable.size);
  node.readInto(values as Float32Array);
  return values;
}

/** Sets the optimizer's state, where the file has all of it. */
export function restoreOptimizer(model: Model, file: Hdf5Group, where: string): void {
  const optimizer = model.compiled?.optimizer;
  if (!optimizer || !file.has("optimizer/vars")) return;
  const saved = file.group("optimizer/vars").keys().length;
  if (saved === 0) return;
  if (!optimizer.built) optimizer.build(model.trainableWeights);
  const variables = optimizer.variables;
  // A model that was compiled but never trained has its iteration and learning rate alone.
  const taken = saved === 2 ? variables.slice(0, 2) : variables;
  if (taken.length !== saved) {
    console.warn(
      `${where}: the optimizer has ${variables.length} variables but the file has ${saved}; its state is not loaded.`,
    );
    return;
  }
  const values = taken.map((variable, i) => readVariable(file, `optimizer/vars/${i}`, variable, `${where}: optimizer`));
  taken.forEach((variable, i) => {
    variable.write(values[i]!);
  });
}
