/** loadModel: from a file of any format to a model, compiled when it was saved so. */

import { checkOptions } from "../core/options";
import type { CustomObjects } from "../nn/core/serialize";
import type { FileSource, ReadOptions } from "../platform/files";
import { ConfigReader } from "./config";
import type { Model } from "./model";

/** Options of `loadModel`. */
export interface LoadOptions extends ReadOptions {
  /** Classes and functions of the user's own, by the names in the file. */
  customObjects?: CustomObjects;
  /** Whether a model that was saved compiled comes back compiled; true by default. */
  compile?: boolean;
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
    ["customObjects", "compile", "onProgress"],
    'await loadModel("model.keras", { compile: false })',
  );
  const { openModel } = await import("./archive");
  return openModel(source, own, (where) => new ConfigReader(where, own.customObjects ?? {}));
}

/** The model of Keras's config, as `model.toJson` of Keras writes it. */
export function modelFromConfig(config: unknown, customObjects: CustomObjects = {}): Model {
  return new ConfigReader("modelFromConfig", customObjects).model(config);
}
