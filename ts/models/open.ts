/** From what a file holds to a model. */

import { FormatError } from "../core/errors";
import { type FileSource, sourceName } from "../platform/files";
import { upgradeModel } from "../saving/legacy/upgrade";
import type { MakeReader } from "./config";
import type { LoadOptions } from "./load";
import type { Model } from "./model";
import { OLD_CLASSES } from "./old/classes";
import { withStored } from "./opened";
import { loadWeightsInto, restoreModel } from "./restore";

/** Opens a model; see `loadModel`. `makeReader` makes what reads the configs of a file. */
export async function openModel(source: FileSource, options: LoadOptions, makeReader: MakeReader): Promise<Model> {
  const where = sourceName(source);
  const model = await withStored(source, options, async (stored) => {
    if (stored.config === undefined) {
      throw new FormatError(where, "it holds weights alone, no model", {
        fix: "Build the model and call model.loadWeights, or give its config: loadModel(config, { weights })",
      });
    }
    const { config, compile, era } = upgradeModel(stored);
    const reader = makeReader(where, OLD_CLASSES);
    const made = reader.model(config);
    if (options.compile ?? true) reader.compile(made, compile);
    if (stored.weights && options.weights === undefined) await restoreModel(made, stored, era);
    return made;
  });
  if (options.weights !== undefined) await loadWeightsInto(model, options.weights, options);
  return model;
}
