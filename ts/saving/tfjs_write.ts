/** Writes layers models of TensorFlow.js: the shards, and the model.json that names them. */
import { DeviceError } from "../core/errors";
import { VERSION } from "../core/version";
import { type JsonInput, stringifyJson } from "./json";
import type { NamedArray } from "./safetensors";
import { countOf } from "./stored";

/** The version of tfjs-layers whose words these are. */
const TFJS_VERSION = "4.22.0";
/** Bytes of a shard: browsers keep no larger files in their caches. */
const SHARD = 2 ** 22;

/** A model to write. */
export interface TfjsContent {
  /** The name of the file to open, as "model.json". */
  readonly name: string;
  /** The model's class and config. */
  readonly topology: object;
  /** What it was compiled with. */
  readonly training: object | undefined;
  readonly weights: readonly NamedArray[];
}

/** The files by their names, the one to open behind the others. */
export function writeTfjs({ name, topology, training, weights }: TfjsContent): Map<string, Uint8Array> {
  const width = ({ dtype }: NamedArray): number => (dtype === "float32" || dtype === "int32" ? 4 : 1);
  const total = weights.reduce((sum, weight) => sum + countOf(weight.shape) * width(weight), 0);
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(total);
  } catch {
    throw new DeviceError("save", "there is no memory for the weights", { received: { bytes: total } });
  }
  let at = 0;
  for (const weight of weights) {
    const values = weight.read();
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  const own = name === "model.json" ? "" : `${name.replace(/\.json$/, "")}.`;
  const count = Math.max(1, Math.ceil(total / SHARD));
  const shard = (i: number): string => (count === 1 ? `${own}weights.bin` : `${own}group1-shard${i + 1}of${count}.bin`);
  const files = new Map<string, Uint8Array>();
  for (let i = 0; i < count; i++) files.set(shard(i), bytes.subarray(i * SHARD, (i + 1) * SHARD));
  const json = {
    modelTopology: { ...topology, keras_version: `tfjs-layers ${TFJS_VERSION}`, backend: "tensor_flow.js" },
    format: "layers-model",
    generatedBy: `keratin ${VERSION}`,
    convertedBy: null,
    ...(training ? { trainingConfig: training } : {}),
    weightsManifest: [
      {
        paths: [...files.keys()],
        weights: weights.map(({ name: own, shape, dtype }) => ({ name: own, shape: [...shape], dtype })),
      },
    ],
  };
  files.set(name, new TextEncoder().encode(stringifyJson(json as JsonInput, name)));
  return files;
}
