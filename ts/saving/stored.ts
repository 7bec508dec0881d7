/** What files hold, whatever their format: configs, and arrays that are read when they are needed. */
import type { Hdf5Target, TargetClass } from "./hdf5/convert";
import type { JsonValue } from "./json";

/** An array in a file. */
export interface StoredArray {
  /** Its name in the file. */
  readonly name: string;
  readonly shape: readonly number[];
  /** The dtype as the file has it. */
  readonly dtype: string;
  /** Hands the elements over in order, some at a time, as an array of the kind `Target`; copy what is handed over. */
  pour<T extends Hdf5Target>(Target: TargetClass<T>, take: (values: T, start: number) => void): Promise<void>;
}

/** Arrays under paths, as Keras 3 keeps the weights of a model: `layers/dense/vars/0`. */
export interface StoredTree {
  readonly kind: "tree";
  /** The names in a group, in the file's order; undefined when there is no such group. */
  keys(path: string): Promise<readonly string[] | undefined>;
  /** The array at a path. */
  array(path: string): Promise<StoredArray | undefined>;
  /** All arrays. */
  all(): Promise<readonly StoredArray[]>;
}

/** The arrays of one layer. */
export interface LayerArrays {
  readonly name: string;
  readonly arrays: readonly StoredArray[];
}

/** Arrays by layers, in the order of the model that was saved: files of Keras 1 and 2. */
export interface StoredLists {
  readonly kind: "lists";
  readonly layers: readonly LayerArrays[];
  /** The state of the optimizer. */
  readonly optimizer: readonly StoredArray[];
}

/** Arrays by the names of weights, as `dense/kernel`: TF.js, safetensors. */
export interface StoredNames {
  readonly kind: "names";
  readonly arrays: readonly StoredArray[];
  /** The state of the optimizer. */
  readonly optimizer?: readonly StoredArray[];
}

export type StoredWeights = StoredTree | StoredLists | StoredNames;

/** The formats that are read. */
export type Format = "keras" | "h5" | "weights.h5" | "json" | "tfjs" | "safetensors" | "shards";

/** Who wrote a file. */
export interface Writer {
  /** "Keras", "tf.keras", "TensorFlow.js" ... */
  readonly name: string;
  /** As "3.15.1"; "1" where Keras did not write it yet; empty when the file does not say. */
  readonly version: string;
  /** The backend that Keras ran on, if the file says it. */
  readonly backend?: string | undefined;
  /** Whether it was TensorFlow.js, some of whose layers compute otherwise. */
  readonly tfjs?: boolean;
}

/** What a file holds of a model. */
export interface StoredModel {
  /** What errors call the file. */
  readonly where: string;
  readonly format: Format;
  /** Bytes of the file, and of the shards that it names. */
  readonly bytes: number;
  readonly writer: Writer;
  /** When it was written, as the file says it. */
  readonly saved?: string;
  /** The model's config, as the file has it; undefined for weights alone. */
  readonly config?: JsonValue;
  /** What the model was compiled with, where it does not stand in the config. */
  readonly training?: JsonValue;
  readonly weights?: StoredWeights;
  /** Files of layers, by their paths. */
  readonly assets: ReadonlyMap<string, Uint8Array>;
}

/** The number of elements of a shape. */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
