/** loadModel: from a file of any format to a model, compiled when it was saved so. */

import { ValueError } from "../core/errors";
import { checkOptions } from "../core/options";
import { isPlain } from "../core/symbolic";
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
  checkRead("loadModel", own);
  const { compile } = own;
  if (compile !== undefined && typeof compile !== "boolean") {
    throw new ValueError("loadModel", "compile is neither true nor false", { received: { compile } });
  }
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
  checkRead("inspectFile", options);
  const { inspect } = await import("./archive");
  return inspect(source, options, (where, more) => new ConfigReader(where, { ...more, ...options.customObjects }));
}

/** Refuses options of reading that cannot be. */
function checkRead(where: string, { customObjects, onProgress, files, backend }: InspectOptions): void {
  checkCustom(where, customObjects);
  if (onProgress !== undefined && typeof onProgress !== "function") {
    throw new ValueError(where, "onProgress is no function", { received: { onProgress } });
  }
  if (files !== undefined && !Array.isArray(files) && !isPlain(files)) {
    throw new ValueError(where, "files are no files", {
      expected: "a list of Files, or an object of paths, URLs or bytes by their names",
      received: { files },
    });
  }
  if (backend !== undefined && backend !== "tensorflow" && backend !== "theano") {
    throw new ValueError(where, "the backend is unknown", {
      expected: '"tensorflow" or "theano"',
      received: { backend },
    });
  }
}

/** Refuses what cannot be classes and functions by their names. */
function checkCustom(where: string, customObjects: unknown): void {
  if (customObjects === undefined) return;
  const form = "{ customObjects: { Name: YourClass } }";
  if (!isPlain(customObjects)) {
    throw new ValueError(where, "customObjects are no object of classes and functions by their names", {
      expected: form,
      received: { customObjects },
    });
  }
  const wrong = Object.keys(customObjects).find((name) => typeof customObjects[name] !== "function");
  if (wrong === undefined) return;
  throw new ValueError(where, `customObjects.${wrong} is neither a class nor a function`, {
    expected: form,
    received: { [wrong]: customObjects[wrong] },
  });
}

/** The model of Keras's config, as `model.toJson` of Keras writes it. */
export function modelFromConfig(config: unknown, customObjects: CustomObjects = {}): Model {
  checkCustom("modelFromConfig", customObjects);
  return new ConfigReader("modelFromConfig", customObjects).model(config);
}
