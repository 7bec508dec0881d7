import type { FileSet, ReadOptions } from "../platform/files";

/** Options of `loadWeights`. */
export interface WeightsOptions extends ReadOptions {
  /** The files that the first one names, as the user picked or dropped them, where they do not lie beside it. */
  files?: FileSet;
  /** The backend that wrote a file of Keras 1, which does not say it: Theano kept kernels turned around. */
  backend?: "tensorflow" | "theano";
}
