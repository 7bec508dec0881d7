/** The folder that Keras writes with `model.save(path, zipped=False)`: the members of a `.keras` file, beside one another. */
import { FormatError } from "../core/errors";
import type { OpenBeside, OpenFile } from "../platform/files";
import { openHdf5 } from "./hdf5/open";
import { datasetTree } from "./hdf5/tree";
import { ASSETS, METADATA, parseText, readMetadata, WEIGHTS, writerOf } from "./keras";
import { Pages } from "./pages";
import type { StoredModel } from "./stored";

/** What is in a folder. `config` is its config.json, `files` are the paths of all files in it. */
export async function openFolder(
  config: OpenFile,
  files: readonly string[],
  where: string,
  beside: OpenBeside,
): Promise<StoredModel> {
  const pages = async (name: string): Promise<Pages> => {
    if (files.includes(name)) return Pages.from(await beside(name));
    throw new FormatError(where, `the folder has no file "${name}"`, {
      expected: `config.json, ${METADATA} and ${WEIGHTS}`,
      fix: "Give the config itself, if it is one alone: loadModel(folder/config.json, { weights })",
    });
  };
  const metadata = readMetadata(parseText(await (await pages(METADATA)).whole(), `${where}/${METADATA}`), where);
  const text = await Pages.from(config).whole();
  const stored = await pages(WEIGHTS);
  const weights = await stored.settle(() => openHdf5(stored, `${where}/${WEIGHTS}`));
  const assets = new Map<string, Uint8Array>();
  for (const name of files) {
    if (name.startsWith(ASSETS)) assets.set(name.slice(ASSETS.length), await (await pages(name)).whole());
  }
  return {
    where,
    format: "keras",
    bytes: config.size + stored.size,
    writer: writerOf(metadata),
    saved: metadata.date_saved,
    config: parseText(text, `${where}/config.json`),
    weights: datasetTree(weights),
    assets,
  };
}
