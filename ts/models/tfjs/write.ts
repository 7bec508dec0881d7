/** Models to the files of TensorFlow.js. */
import type { NumericDType } from "../../core/dtypes";
import { writeTfjs } from "../../saving/tfjs_write";
import type { Model } from "../model";
import { checkMasks } from "./masks";
import { configOf } from "./network";
import { refuse } from "./refuse";
import { trainingOf } from "./training";
import { weightsOf } from "./weights";

/** The files of a layers model by their names; `name`, that to open, is the last. @throws ValueError that names a layer. */
export function tfjsFiles(model: Model, name: string): Map<string, Uint8Array> {
  if (!model.network && model.savedKind !== "sequential") {
    refuse(model.name, "a model with a call of its own has no layers to write", "Make it of inputs and outputs");
  }
  const topology = configOf(model);
  checkMasks(model);
  const weights = weightsOf(model).map((weight) => ({
    name: weight.name,
    dtype: weight.variable.dtype as NumericDType,
    shape: weight.variable.dims,
    read: () => weight.variable.read(),
  }));
  return writeTfjs({ name, topology, training: trainingOf(model), weights });
}
