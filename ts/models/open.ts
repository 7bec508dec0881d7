/** From what a file holds to a model. */

import { FormatError } from "../core/errors";
import type { Config } from "../nn/core/serialize";
import { type FileSource, openFile, sourceName } from "../platform/files";
import { openStored } from "../saving/open";
import { ConfigReader } from "./config";
import type { LoadOptions } from "./load";
import { Model } from "./model";
import { restoreModel } from "./restore";

/** Opens a model; see `loadModel`. */
export async function openModel(source: FileSource, options: LoadOptions): Promise<Model> {
  const where = sourceName(source);
  const file = await openFile(source, options);
  try {
    const stored = await openStored(file, where);
    if (stored.config === undefined) {
      throw new FormatError(where, "it holds weights alone, no model", {
        fix: "Build the model and call model.loadWeights",
      });
    }
    const config = stored.config as Config;
    const reader = new ConfigReader(where, options.customObjects ?? {});
    const model = reader.object(config);
    if (!(model instanceof Model)) {
      throw new FormatError(where, "the config is of a layer, not of a model", {
        received: `class ${String(config.class_name)}`,
      });
    }
    if (options.compile ?? true) reader.compile(model, config.compile_config);
    await restoreModel(model, stored);
    return model;
  } finally {
    await file.close();
  }
}
