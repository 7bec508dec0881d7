/** What is in a file, without loading its weights. */

import { KeratinError } from "../core/errors";
import { textOf } from "../core/lookup";
import { checkOptions } from "../core/options";
import type { Shape } from "../core/shapes";
import { isPlain } from "../core/symbolic";
import { snakeClass } from "../nn/core/serialize";
import type { FileSource } from "../platform/files";
import { upgradeModel } from "../saving/legacy/upgrade";
import { countOf, type StoredArray, type StoredModel } from "../saving/stored";
import type { MakeReader } from "./config";
import type { FileReport, InspectOptions, LayerReport } from "./file_report";
import type { Model } from "./model";
import { OLD_CLASSES } from "./old/classes";
import { oldParts } from "./old/parts";
import { withStored } from "./opened";
import { isOperation } from "./operations";
import { planRestore } from "./restore";
import { serializeModel } from "./serialize";
import { summaryText } from "./summary";

/** Looks into a file; see `inspectFile`. */
export async function inspect(
  source: FileSource,
  options: InspectOptions,
  makeReader: MakeReader,
): Promise<FileReport> {
  const own = checkOptions("inspectFile", options, ["customObjects", "files", "backend", "onProgress"]);
  return withStored(source, own, (stored) => report(stored, makeReader), false);
}

async function report(stored: StoredModel, makeReader: MakeReader): Promise<FileReport> {
  const arrays = await arraysOf(stored);
  const elements = arrays.weights.reduce((sum, array) => sum + countOf(array.shape), 0);
  const problems: string[] = [];
  const add = (error: unknown): void => {
    if (!(error instanceof KeratinError)) throw error;
    const text = error.message.startsWith(`${stored.where}: `)
      ? error.message.slice(stored.where.length + 2)
      : error.message;
    if (!problems.includes(text)) problems.push(text);
  };
  const base = {
    format: stored.format,
    bytes: stored.bytes,
    writer: [stored.writer.name, stored.writer.version].filter(Boolean).join(" "),
    backend: stored.writer.backend,
    saved: stored.saved,
    arrays: arrays.weights.map(({ name, shape, dtype }) => ({ name, shape, dtype })),
    storedParams: elements,
    optimizerState: arrays.optimizer > 0,
    problems,
  };
  if (stored.config === undefined) return { ...base, model: undefined, layers: [], notes: [], summary: [] };
  const { config, compile, era, ...upgraded } = upgradeModel(stored, add);
  const notes = [...upgraded.notes];
  const reader = makeReader(stored.where, OLD_CLASSES);
  let model: Model | undefined;
  if (problems.length === 0) {
    try {
      model = reader.model(config);
    } catch (error) {
      add(error);
    }
  }
  if (!model) {
    eachLayer(config, (entry) => {
      try {
        if (isOperation(entry)) reader.operation(entry);
        else reader.object(entry);
      } catch (error) {
        add(error);
      }
    });
  } else {
    try {
      reader.compile(model, compile);
    } catch (error) {
      add(error);
    }
    if (stored.weights) {
      const transfer = await planRestore(model, stored, era).catch(add);
      for (const note of transfer?.notes ?? []) notes.push(note);
    }
  }
  const all = [...notes, ...(model ? reader.notes : []), ...(model ? unsavable(model) : [])];
  const modelReport = model && modelOf(model);
  return {
    ...base,
    model: modelReport,
    optimizer: optimizerOf(compile),
    layers: layersOf(config, model),
    notes: all,
    summary: model ? summaryText(model) : [],
  };
}

/** The arrays of weights, and how many there are of the optimizer's. */
async function arraysOf({ weights }: StoredModel): Promise<{ weights: readonly StoredArray[]; optimizer: number }> {
  if (!weights) return { weights: [], optimizer: 0 };
  if (weights.kind === "lists") {
    return { weights: weights.layers.flatMap(({ arrays }) => arrays), optimizer: weights.optimizer.length };
  }
  if (weights.kind === "names") return { weights: weights.arrays, optimizer: weights.optimizer?.length ?? 0 };
  const all = await weights.all();
  const other = all.filter(({ name }) => /^(optimizer|metrics)\//.test(name));
  const optimizer = all.filter(({ name }) => name.startsWith("optimizer/")).length;
  return { weights: all.filter((array) => !other.includes(array)), optimizer };
}

function modelOf(model: Model): NonNullable<FileReport["model"]> {
  const count = (list: readonly { size: number }[]): number => list.reduce((sum, { size }) => sum + size, 0);
  const ends = (
    names: readonly string[],
    shapes: readonly Shape[],
    dtypes: readonly string[],
  ): { name: string; shape: Shape; dtype: string }[] =>
    names.map((name, i) => ({ name, shape: shapes[i]!, dtype: dtypes[i]! }));
  const { inputs, outputs } = model;
  return {
    name: model.name,
    params: count(model.weights),
    trainable: count(model.trainableWeights),
    inputs: ends(
      model.inputNames,
      inputs.map((x) => x.shape),
      inputs.map((x) => x.dtype),
    ),
    outputs: ends(
      model.outputNames,
      outputs.map((x) => x.shape),
      outputs.map((x) => x.dtype),
    ),
  };
}

/** What the model was compiled with. */
function optimizerOf(compile: unknown): string | undefined {
  if (!isPlain(compile)) return undefined;
  const { optimizer } = compile;
  if (typeof optimizer === "string") return optimizer;
  return isPlain(optimizer) ? textOf(optimizer.class_name) : undefined;
}

/** Visits the configs of all layers and operations that are no models. */
function eachLayer(config: unknown, visit: (entry: Record<string, unknown>) => void): void {
  if (!isPlain(config) || !isPlain(config.config)) return;
  const { layers } = config.config;
  if (Array.isArray(layers)) {
    for (const entry of layers) eachLayer(entry, visit);
  } else visit(config);
}

function layersOf(config: unknown, model: Model | undefined): LayerReport[] {
  const layers: LayerReport[] = [];
  eachLayer(config, (entry) => {
    // Of what is no model yet, all that it would be made of.
    if (model && isOperation(entry)) return;
    const { class_name, config: own } = entry;
    const { name } = own as { name?: unknown };
    const label = typeof name === "string" ? name : snakeClass(textOf(class_name));
    const found = model?.layers.find((layer) => layer.name === label);
    const params = found?.weights.reduce((sum, { size }) => sum + size, 0);
    layers.push({ name: label, class: textOf(class_name), ...(params === undefined ? {} : { params }) });
  });
  return layers;
}

/** What cannot be saved as a `.keras` file. */
function unsavable(model: Model): string[] {
  let config: Record<string, unknown>;
  try {
    config = serializeModel(model);
  } catch (error) {
    return [`it cannot be saved: ${(error as Error).message}`];
  }
  return oldParts(config).map(({ layer, reason }) => `"${layer}" cannot be saved in Keras 3's format: ${reason}`);
}
