/** Files of models while they are open. */
import { FormatError } from "../core/errors";
import {
  type FileSet,
  type FileSource,
  listFolder,
  openBeside,
  openFile,
  type ReadOptions,
  sourceName,
} from "../platform/files";
import { openFolder } from "../saving/folder";
import { openStored } from "../saving/open";
import type { StoredModel } from "../saving/stored";

/** How to open a file. */
export interface OpenedOptions extends ReadOptions {
  /** The files that it names, where they are not beside it. */
  files?: FileSet | undefined;
  /** The backend of a file of Keras 1, which does not say it. */
  backend?: string | undefined;
}

/** What the folder of a model begins with: of Keras, of TensorFlow.js, of TensorFlow. */
const FOLDER = ["config.json", "model.json", "saved_model.pb", "keras_metadata.pb"];

/** Files that can be opened themselves, or say why not. */
const ENDINGS = ["keras", "h5", "hdf5", "safetensors", "json", "tflite", "onnx", "pb"];
const MODEL = new RegExp(`\\.(${ENDINGS.join("|")})$`, "i");
const rank = (file: string): number => ENDINGS.indexOf(file.slice(file.lastIndexOf(".") + 1).toLowerCase());

const pathIn = (folder: FileSource, file: string): string => `${String(folder).replace(/[\\/]+$/, "")}/${file}`;

function firstOf(folder: FileSource, files: readonly string[]): FileSource {
  const name = FOLDER.find((one) => files.includes(one));
  if (name !== undefined) return pathIn(folder, name);
  const all = files.filter((file) => MODEL.test(file));
  const here = all.filter((file) => !file.includes("/"));
  const models = (here.length ? here : all).sort((a, b) => rank(a) - rank(b));
  // A model that is alone in a folder is what is meant; JSON may be anything.
  if (models.length === 1 && !/\.json$/i.test(models[0]!)) return pathIn(folder, models[0]!);
  throw new FormatError(sourceName(folder), models.length ? "it is a folder" : "the folder holds no model", {
    expected:
      "a file, or the folder of one model: config.json and model.weights.h5 of Keras, or model.json of TensorFlow.js",
    received: { files: (models.length ? models : files).slice(0, 10) },
    fix: models.length ? `Name one of them: "${pathIn(folder, models[0]!)}"` : undefined,
  });
}

/** Opens a file, and those that it names, while `body` runs on what they hold. */
export async function withStored<T>(
  source: FileSource,
  options: OpenedOptions,
  body: (stored: StoredModel) => Promise<T>,
  check = true,
): Promise<T> {
  const inside = await listFolder(source);
  const first = inside ? firstOf(source, inside) : source;
  const file = await openFile(first, options);
  const { open: beside, close } = openBeside(first, options.files, options);
  try {
    const members = inside?.includes(FOLDER[0]!) ? inside : undefined;
    const where = sourceName(members ? source : first);
    const stored = await (members
      ? openFolder(file, members, where, beside)
      : openStored(file, where, { beside, check }));
    const { writer } = stored;
    return await body({ ...stored, writer: { ...writer, backend: options.backend ?? writer.backend } });
  } finally {
    await close();
    await file.close();
  }
}
