/** Weights, optimizer state and what layers keep beside them: from what a file holds into a model. */
import { FormatError } from "../core/errors";
import type { StoredReader } from "../layers/core/stored";
import type { FileSource } from "../platform/files";
import type { Era } from "../saving/legacy/context";
import { eraOf } from "../saving/legacy/upgrade";
import { dequantized } from "../saving/quantized";
import { countOf, type StoredArray, type StoredModel, type StoredTree } from "../saving/stored";
import { Locator, OLD_LIST } from "./locate";
import type { Model } from "./model";
import { type OpenedOptions, withStored } from "./opened";
import { weightGroups } from "./paths";
import { fromLists, MOST_STATE } from "./restore_lists";
import { fromNames, stateOfNames } from "./restore_names";
import { optimizerFromLists, optimizerFromTree } from "./restore_optimizer";
import { Transfer } from "./transfer";

/** Reads the weights of a file into a model. All of it is read before anything changes. */
export async function loadWeightsInto(model: Model, source: FileSource, options: OpenedOptions): Promise<void> {
  await withStored(source, options, (stored) => restoreModel(model, stored, eraOf(stored)));
}

/** Sets all weights, and the optimizer's state where the file has all of it. */
export async function restoreModel(model: Model, stored: StoredModel, era: Era): Promise<void> {
  const transfer = await planRestore(model, stored, era);
  await transfer.run();
  for (const note of transfer.notes) console.warn(`${stored.where}: ${note}`);
}

/** What is to be set from a file. @throws FormatError naming what is missing or does not fit. */
export async function planRestore(model: Model, stored: StoredModel, era: Era): Promise<Transfer> {
  const { where, weights, writer } = stored;
  if (!weights) throw new FormatError(where, "it holds no weights");
  const transfer = new Transfer();
  const origin = { era, backend: writer.backend, config: stored.config };
  if (weights.kind === "tree") {
    const asFiled = await isOfTensorflow(weights);
    await fromTree(transfer, model, weights, where, stored.assets, asFiled);
    await optimizerFromTree(transfer, model, weights, where, asFiled);
  } else if (weights.kind === "lists") {
    const shares = await fromLists(transfer, model, weights, where, origin);
    optimizerFromLists(transfer, model, weights.optimizer, shares, where, writer.version);
  } else {
    fromNames(transfer, model, weights, where, origin);
    const { arrays, shares } = stateOfNames(transfer, model, weights);
    optimizerFromLists(transfer, model, arrays, shares, where, writer.version);
  }
  return transfer;
}

/** Whether tf.keras wrote a tree: a list of another name, or groups for operations that are others in Keras 3. */
async function isOfTensorflow(tree: StoredTree, at = ""): Promise<boolean> {
  if (at === "" && (await tree.keys(OLD_LIST)) !== undefined) return true;
  const names = (await tree.keys(`${at}layers`)) ?? [];
  if (names.some((name) => /^(tf_op_lambda|tensor_flow_op_layer|slicing_op_lambda)(_\d+)?$/.test(name))) return true;
  for (const name of names) {
    if (/^(functional|sequential|model)(_\d+)?$/.test(name) && (await isOfTensorflow(tree, `${at}layers/${name}/`)))
      return true;
  }
  return false;
}

async function fromTree(
  transfer: Transfer,
  model: Model,
  tree: StoredTree,
  where: string,
  assets: ReadonlyMap<string, Uint8Array>,
  asFiled: boolean,
): Promise<void> {
  const groups = weightGroups(model, { asFiled });
  const locator = new Locator(tree, model, groups, asFiled);
  for (const { path, name, variables, layer } of groups) {
    if (variables.length === 0 && !layer.restoreState && layer.built) continue;
    const found = (await locator.find(layer, path)) ?? path;
    const vars = `${found ? `${found}/` : ""}vars`;
    if (layer.restoreState) {
      const reader = await readerOf(tree, found, path, variables.length, assets, where);
      transfer.afterwards(layer.restoreState(reader));
    }
    const inLayer = `${where}: layer "${name || model.name}"`;
    // tf.keras 2 kept as weights what is a layer's own now.
    if (variables.length === 0 && layer.built) continue;
    const keys = (await tree.keys(vars)) ?? [];
    if (!layer.built && keys.includes("0")) {
      throw new FormatError(inLayer, "its weights are in the file, but it has none yet", {
        fix: "Call the model on an input of the right shape first",
      });
    }
    const arrays: StoredArray[] = [];
    for (let i = 0; keys.includes(String(i)); i++) arrays.push((await tree.array(`${vars}/${i}`))!);
    const { equation } = layer as { equation?: string };
    const shapes = variables.map((variable) => variable.dims);
    const ready = dequantized({ where: inLayer, className: layer.savedClass, shapes, equation }, arrays);
    for (const [i, variable] of variables.entries()) {
      const array = ready[i];
      if (!array) {
        throw new FormatError(inLayer, `the weight ${variable.name} is missing`, {
          expected: `a dataset ${vars}/${i} of shape [${variable.dims}]`,
          fix: "Check that the file belongs to this model",
        });
      }
      transfer.add(variable, array, inLayer);
    }
    if (ready.length > variables.length) {
      throw new FormatError(where, `layer "${name}" has more weights in the file than in the model`, {
        expected: `${variables.length} (${variables.map((v) => v.name).join(", ")})`,
        received: `${keys.length} in ${vars}`,
      });
    }
  }
}

/** What a file keeps of a layer beside its weights. */
async function readerOf(
  tree: StoredTree,
  found: string,
  path: string,
  weights: number,
  assets: ReadonlyMap<string, Uint8Array>,
  where: string,
): Promise<StoredReader> {
  const arrays = new Map<string, Float32Array>();
  for (const name of (await tree.keys(`${found}/vars`)) ?? []) {
    const array = await tree.array(`${found}/vars/${name}`);
    if (!array || (/^\d+$/.test(name) && weights > 0)) continue;
    if (array.shape.length === 0 || countOf(array.shape) > MOST_STATE) {
      throw new FormatError(where, `${name} has no axis or too many numbers`, { received: { shape: array.shape } });
    }
    const pieces: Float32Array[] = [];
    await array.pour(Float32Array, (values) => pieces.push(values.slice()));
    const values = new Float32Array(pieces.reduce((length, piece) => length + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      values.set(piece, at);
      at += piece.length;
    }
    arrays.set(name, values);
  }
  return {
    array: (name) => arrays.get(name),
    text(name) {
      const bytes = assets.get(`${found}/${name}`) ?? assets.get(`${path}/${name}`);
      return bytes && new TextDecoder("utf-8").decode(bytes);
    },
  };
}
