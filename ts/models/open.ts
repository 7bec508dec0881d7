/** From what a file holds to a model. */

import { FormatError } from "../core/errors";
import type { Config } from "../nn/core/serialize";
import { type FileSource, openFile, sourceName } from "../platform/files";
import { openStored } from "../saving/open";
import type { ConfigReader } from "./config";
import type { LoadOptions } from "./load";
import type { Model } from "./model";
import { restoreModel } from "./restore";

/** Opens a model; see `loadModel`. `makeReader` makes what reads the configs of a file. */
export async function openModel(
  source: FileSource,
  options: LoadOptions,
  makeReader: (where: string) => ConfigReader,
): Promise<Model> {
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
    const reader = makeReader(where);
    const model = reader.model(config);
    if (options.compile ?? true) reader.compile(model, config.compile_config);
    await restoreModel(model, stored);
    return model;
  } finally {
    await file.close();
  }
}
