/** loadModel: from a file of any format to a model, compiled when it was saved so. */

import { checkOptions } from "../core/options";
import type { CustomObjects } from "../nn/core/serialize";
import type { FileSet, FileSource, ReadOptions } from "../platform/files";
import { ConfigReader } from "./config";
import type { FileReport, InspectOptions } from "./file_report";
import type { Model } from "./model";

/** Options of `loadModel`. */
export interface LoadOptions extends ReadOptions {
  /** Classes and functions of the user's own, by the names in the file. */
  customObjects?: CustomObjects;
  /** Whether a model that was saved compiled comes back compiled; true by default. */
  compile?: boolean;
  /** Where the weights are, of a config alone (the text of `model.to_json()`), or instead of those in the file. */
  weights?: FileSource;
  /** The files that the first one names, as the user picked or dropped them, where they do not lie beside it. */
  files?: FileSet;
  /** The backend that wrote a file of Keras 1, which does not say it: Theano kept kernels turned around. */
  backend?: "tensorflow" | "theano";
}

/**
 * Opens a model that Keras or keratin saved.
 *
 * @param source A path, a URL (file:, http:, https:, data:, blob:; opfs: and indexeddb: in browsers), a Blob or File, a
 *   file that the user picked, an ArrayBuffer or Uint8Array.
 * @throws FormatError for a file that is broken or holds what is not supported, by name.
 * @example (await loadModel(await new Sequential([layers.input({ shape: [2] }), layers.dense({ units: 1 })]).save())).layers.length // 1
 */
export async function loadModel(source: FileSource, options: LoadOptions = {}): Promise<Model> {
  const own = checkOptions(
    "loadModel",
    options,
    ["customObjects", "compile", "weights", "files", "backend", "onProgress"],
    'await loadModel("model.keras", { compile: false })',
  );
  const { openModel } = await import("./archive");
  return openModel(source, own, (where, more) => new ConfigReader(where, { ...more, ...own.customObjects }));
}

/**
 * Tells what is in a file without loading its weights: format, who wrote it, layers, parameters, inputs and outputs, the
 * optimizer, and what would not work and why.
 *
 * @throws FormatError for a file that is broken, or of no model.
 * @example (await inspectFile(await new Sequential([layers.input({ shape: [2] }), layers.dense({ units: 1 })]).save())).model.params // 3
 */
export async function inspectFile(source: FileSource, options: InspectOptions = {}): Promise<FileReport> {
  const { inspect } = await import("./archive");
  return inspect(source, options, (where, more) => new ConfigReader(where, { ...more, ...options.customObjects }));
}

/** The model of Keras's config, as `model.toJson` of Keras writes it. */
export function modelFromConfig(config: unknown, customObjects: CustomObjects = {}): Model {
  return new ConfigReader("modelFromConfig", customObjects).model(config);
}
