/** Where models are saved, and in which format. */
import { engine } from "../backend/engine";
import { ValueError } from "../core/errors";
import { checkOptions } from "../core/options";
import { type FileTarget, isFileHandle, isStored, sourceName, writeBytes, writeTogether } from "../platform/files";
import type { Model } from "./model";

/** The format of what `save` gives. */
export interface SaveOptions<Format extends "keras" | "tfjs" = "keras" | "tfjs"> {
  /** "keras", a `.keras` file; "tfjs", the files of TensorFlow.js. */
  format: Format;
}

/** The format of what `saveWeights` gives. */
export interface SaveWeightsOptions {
  /** "h5", a `.weights.h5` file; "safetensors". */
  format: "h5" | "safetensors";
}

/** Formats by the ends of paths; the first is that of names in a browser's stores, which are free. */
type Endings = readonly (readonly [format: string, ending: string])[];

const MODELS: Endings = [
  ["keras", ".keras"],
  ["tfjs", ".json"],
];
const WEIGHTS: Endings = [
  ["h5", ".weights.h5"],
  ["safetensors", ".safetensors"],
];

/** What to write instead of whole models in HDF5, and of weights of Keras 2. */
const FOR_H5: Readonly<Record<string, string>> = {
  keras: 'Save the model as "model.keras", or its weights alone: model.saveWeights("model.weights.h5")',
  h5: 'Name it as Keras 3 does: "model.weights.h5"',
};

/** The format of a target. @throws ValueError for a path that hides what is in the file. */
function formatOf(where: string, target: FileTarget | { format: string } | undefined, endings: Endings): string {
  const [[first]] = endings as readonly [Endings[number]];
  if (target === undefined) return first;
  if (isOptions(target)) {
    const { format } = checkOptions(where, target, ["format"]);
    if (endings.some(([own]) => own === format)) return format;
    throw new ValueError(where, "the format is unknown", {
      expected: endings.map(([own]) => `"${own}"`).join(" or "),
      received: { format },
    });
  }
  const name = nameOf(where, target);
  const found = endings.find(([, ending]) => name.endsWith(ending));
  if (found) return found[0];
  if (isStored(target)) return first;
  throw new ValueError(where, "the path has the wrong ending", {
    expected: `a path that ends in ${endings.map(([, ending]) => ending).join(" or ")}`,
    received: { path: name },
    fix: /\.(h5|hdf5)$/i.test(name)
      ? FOR_H5[first]
      : /\.\w+$/.test(name)
        ? undefined
        : `Name it "${name}${endings[0]![1]}"`,
  });
}

/** The name of a place. @throws ValueError for what is none. */
function nameOf(where: string, target: FileTarget): string {
  if (typeof target === "string" || target instanceof URL || isFileHandle(target)) return sourceName(target);
  throw new ValueError(where, "that is no place for a file", {
    expected: "a path, a URL, a FileSystemFileHandle, or { format }",
    received: { target },
  });
}

function isOptions(target: FileTarget | { format: string } | undefined): target is { format: string } {
  return typeof target === "object" && "format" in target;
}

/** Saves a model; without a place, gives the bytes. */
export async function saveModel(
  model: Model,
  target: FileTarget | SaveOptions | undefined,
): Promise<Uint8Array | Record<string, Uint8Array> | undefined> {
  const format = formatOf(`${model.name}.save`, target, MODELS);
  const { modelFile, tfjsFiles } = await import("./archive");
  const place = isOptions(target) ? undefined : target;
  if (format === "tfjs") {
    const name = place === undefined ? "model.json" : sourceName(place).replace(/^.*[\\/]/, "");
    const files = await engine().exclusive(() => tfjsFiles(model, name));
    if (place === undefined) return Object.fromEntries(files);
    await writeTogether(place, files);
    return undefined;
  }
  const bytes = await engine().exclusive(() => modelFile(model));
  if (place === undefined) return bytes;
  await writeBytes(place, bytes);
  return undefined;
}

/** Saves the weights of a model; without a place, gives the bytes. */
export async function saveWeights(
  model: Model,
  target: FileTarget | SaveWeightsOptions | undefined,
): Promise<Uint8Array | undefined> {
  const format = formatOf(`${model.name}.saveWeights`, target, WEIGHTS);
  const { safetensorsFile, weightsFile } = await import("./archive");
  const bytes = await engine().exclusive(() => (format === "h5" ? weightsFile(model) : safetensorsFile(model)));
  if (target === undefined || isOptions(target)) return bytes;
  await writeBytes(target, bytes);
  return undefined;
}
