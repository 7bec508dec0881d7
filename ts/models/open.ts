/** From what a file holds to a model. */

import { FormatError } from "../core/errors";
import { type FileSource, openFile, sourceName } from "../platform/files";
import { upgradeModel } from "../saving/legacy/upgrade";
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
    const { config, compile, era } = upgradeModel(stored);
    const reader = makeReader(where);
    const model = reader.model(config);
    if (options.compile ?? true) reader.compile(model, compile);
    await restoreModel(model, stored, era);
    return model;
  } finally {
    await file.close();
  }
}
