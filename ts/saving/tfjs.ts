/** Layers models of TensorFlow.js: a model.json, and shards of bytes that it names. */

import { FormatError } from "../core/errors";
import { lookUp } from "../core/lookup";
import type { OpenBeside } from "../platform/files";
import { foreign } from "./foreign";
import type { Hdf5NumberDtype } from "./hdf5/datatype";
import type { JsonValue } from "./json";
import { Pages } from "./pages";
import { arrayAt, Joined, shapeOf } from "./pieces";
import { countOf, type StoredArray, type StoredModel, type StoredWeights, type Writer } from "./stored";
import { pathTree } from "./tree";

type Json = { [key: string]: JsonValue };

const isJson = (value: JsonValue | undefined): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether JSON is a model of TensorFlow.js. */
export function isTfjs(value: JsonValue): boolean {
  return isJson(value) && ("modelTopology" in value || "weightsManifest" in value);
}

/** What a model.json and its shards hold. */
export async function readTfjs(value: JsonValue, where: string, bytes: number, open: OpenBeside): Promise<StoredModel> {
  const { format, modelTopology: topology, weightsManifest, trainingConfig } = value as Json;
  if (format === "graph-model" || (isJson(topology) && ("node" in topology || "library" in topology))) {
    throw foreign("graphModel", where);
  }
  if (!isJson(topology)) throw new FormatError(where, "the model.json has no modelTopology");
  const inner = topology.model_config;
  const config = inner === undefined ? topology : typeof inner === "string" ? undefined : inner;
  if (!isJson(config)) throw new FormatError(where, "the modelTopology has no config of a model");
  const training = trainingConfig ?? topology.training_config;
  const { weights, stored } = await readManifest(weightsManifest ?? [], where, open);
  return {
    where,
    bytes: bytes + stored,
    format: "tfjs",
    writer: writerOf(value as Json, topology),
    config: { class_name: config.class_name ?? null, config: config.config ?? null },
    ...(training === undefined || training === null ? {} : { training }),
    weights,
    assets: new Map(),
  };
}

function writerOf(value: Json, topology: Json): Writer {
  const said = [topology.keras_version, value.generatedBy].find((text) => typeof text === "string" && /\d/.test(text));
  const [version = ""] = /\d+(\.\w+)*/.exec(String(said ?? "")) ?? [];
  const converted = typeof value.convertedBy === "string" ? value.convertedBy : undefined;
  const inJs = /tfjs|TensorFlow\.js/i.test(String(said ?? "")) || topology.backend === "tensor_flow.js";
  const backend = typeof topology.backend === "string" && !inJs ? topology.backend : undefined;
  const { generatedBy } = value;
  const own = typeof generatedBy === "string" && generatedBy.startsWith("keratin ");
  const maker = own ? `${generatedBy} for TensorFlow.js` : `TensorFlow.js ${version}`;
  // tfjs-layers has the layers of Keras 2.
  return inJs
    ? { name: `${maker}, with the layers of Keras`, version: "2", tfjs: true }
    : {
        name: converted ? "tf.keras, by the converter of TensorFlow.js:" : "tf.keras",
        version: version || "2",
        backend,
      };
}

const BYTES: Readonly<Record<string, Hdf5NumberDtype>> = {
  float32: "float32",
  int32: "int32",
  bool: "uint8",
  uint8: "uint8",
};
const QUANTIZED = new Set(["uint8", "uint16", "float16"]);

/** More shards than this are none. */
const MOST_SHARDS = 10_000;

/** The arrays of all groups: tensors stand one behind the other, whatever the cuts between the shards. */
async function readManifest(
  value: JsonValue,
  where: string,
  open: OpenBeside,
): Promise<{ weights: StoredWeights; stored: number }> {
  if (!Array.isArray(value)) throw new FormatError(where, "the weightsManifest is no list");
  const arrays = new Map<string, StoredArray>();
  const optimizer: StoredArray[] = [];
  let shards = 0;
  let stored = 0;
  for (const group of value) {
    if (!isJson(group) || !Array.isArray(group.paths) || !Array.isArray(group.weights)) {
      throw new FormatError(where, "a group of the weightsManifest has no paths or weights");
    }
    const { paths } = group;
    shards += paths.length;
    if (shards > MOST_SHARDS) {
      throw new FormatError(where, "it has too many shards", { expected: `${MOST_SHARDS} or fewer` });
    }
    const parts: Pages[] = [];
    for (const path of paths) parts.push(Pages.from(await open(String(path))));
    const bytes = new Joined(parts);
    stored += bytes.size;
    let at = 0;
    for (const entry of group.weights) {
      const { array, size } = entryOf(entry, where, bytes, at);
      at += size;
      if (at > bytes.size) {
        throw new FormatError(where, "its shards are cut short, or are those of another model", {
          expected: `${at} bytes or more in ${paths.join(", ")}`,
          received: { bytes: bytes.size },
        });
      }
      if (isJson(entry) && entry.group === "optimizer") optimizer.push(array);
      else if (arrays.has(array.name)) throw new FormatError(where, `two weights are named "${array.name}"`);
      else arrays.set(array.name, array);
    }
    if (at !== bytes.size) {
      throw new FormatError(where, "its shards hold more than its weights", {
        expected: `${at} bytes in ${paths.join(", ")}`,
        received: { bytes: bytes.size },
      });
    }
  }
  // Of a .keras file the converter keeps the paths.
  const all = [...arrays.values()];
  const isTree = all.length > 0 && all.every(({ name }) => /(^|\/)vars\/\d+$/.test(name));
  return { weights: isTree ? pathTree(all) : { kind: "names", arrays: all, optimizer }, stored };
}

function entryOf(entry: JsonValue, where: string, bytes: Joined, at: number): { array: StoredArray; size: number } {
  if (!isJson(entry) || typeof entry.name !== "string") throw new FormatError(where, "a weight has no name");
  const { name, quantization } = entry;
  const shape = shapeOf(entry.shape, where, name);
  const refuse = (dtype: unknown): FormatError =>
    new FormatError(where, `the weight "${name}" is of a dtype that is not read`, {
      expected: "float32, int32, bool, uint8, or quantized to uint8, uint16 or float16",
      received: { dtype },
    });
  if (!isJson(quantization)) {
    const dtype = lookUp(BYTES, String(entry.dtype));
    if (!dtype) throw refuse(entry.dtype);
    const size = countOf(shape) * (dtype === "uint8" ? 1 : 4);
    return { array: arrayAt(bytes, at, name, shape, dtype), size };
  }
  const { dtype, scale = 1, min = 0 } = quantization;
  if (!QUANTIZED.has(String(dtype))) throw refuse(dtype);
  const own = dtype as Hdf5NumberDtype;
  const size = countOf(shape) * (own === "uint8" ? 1 : 2);
  if (own === "float16") return { array: arrayAt(bytes, at, name, shape, own), size };
  if (!Number.isFinite(scale) || !Number.isFinite(min)) {
    throw new FormatError(where, `the weight "${name}" is quantized by what is no number`, {
      received: { scale, min },
    });
  }
  const whole = entry.dtype === "int32";
  const change = (values: Float32Array): void => {
    for (let i = 0; i < values.length; i++) {
      const real = values[i]! * Number(scale) + Number(min);
      values[i] = whole ? Math.round(real) : real;
    }
  };
  return { array: arrayAt(bytes, at, name, shape, own, change), size };
}
