/** What only files need: their formats, and what becomes of a model in them. Loaded when the first file is opened or made. */
export { type KerasFile, readKeras } from "../saving/keras";
export { loadWeightsInto, restoreOptimizer, restoreWeights } from "./restore";
export { modelFile, weightsFile } from "./save";
