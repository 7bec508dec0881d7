/** What only files need: their formats, and what becomes of a model in them. Loaded when the first file is opened or made. */
export { inspect } from "./inspect";
export { openModel } from "./open";
export { loadWeightsInto } from "./restore";
export { modelFile, safetensorsFile, weightsFile } from "./save";
export { tfjsFiles } from "./tfjs/write";
