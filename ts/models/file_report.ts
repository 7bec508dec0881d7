/** What `inspectFile` tells. */
import type { Shape } from "../core/shapes";
import type { CustomObjects } from "../nn/core/serialize";
import type { FileSet, ReadOptions } from "../platform/files";

/** Options of `inspectFile`. */
export interface InspectOptions extends ReadOptions {
  /** Classes and functions of the user's own, by the names in the file. */
  customObjects?: CustomObjects;
  /** The files that the first one names, where they do not lie beside it. */
  files?: FileSet;
  /** The backend that wrote a file of Keras 1, which does not say it. */
  backend?: "tensorflow" | "theano";
}

/** An input or output. */
export interface EndReport {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: string;
}

/** A layer. */
export interface LayerReport {
  readonly name: string;
  readonly class: string;
  /** Elements of its weights; missing for those inside other models, and where the model cannot be built. */
  readonly params?: number;
}

/** What is in a file of a model. */
export interface FileReport {
  /** "keras", "h5", "weights.h5", "json", "tfjs", "safetensors" or "shards". */
  readonly format: string;
  /** Bytes of the file, and of the shards that it names. */
  readonly bytes: number;
  /** As "Keras 3.15.1", "tf.keras 2.9.0". */
  readonly writer: string;
  readonly backend: string | undefined;
  /** When it was written, as the file says. */
  readonly saved: string | undefined;
  /** The model; undefined when the file holds weights alone, or when it cannot be built. */
  readonly model:
    | {
        readonly name: string;
        readonly params: number;
        readonly trainable: number;
        readonly inputs: readonly EndReport[];
        readonly outputs: readonly EndReport[];
      }
    | undefined;
  /** The class of the optimizer it was compiled with. */
  readonly optimizer?: string | undefined;
  /** Whether the file has the optimizer's state. */
  readonly optimizerState: boolean;
  readonly layers: readonly LayerReport[];
  /** The arrays of weights. */
  readonly arrays: readonly { readonly name: string; readonly shape: readonly number[]; readonly dtype: string }[];
  /** Elements of all of them. */
  readonly storedParams: number;
  /** What will not work, and why; empty for a file that loads. */
  readonly problems: readonly string[];
  /** What was replaced, or computes otherwise than where it was written. */
  readonly notes: readonly string[];
  /** The model's table, as `model.summary()` prints it. */
  readonly summary: readonly string[];
}
