/** keratin: Keras models in any JavaScript runtime, opened, run, trained and saved. */
import * as K from "./backend/K";
import * as random from "./backend/random";
import { setGlobalSeed } from "./backend/seeds";
import * as layers from "./layers/gen/public";
import * as callbacks from "./models/callbacks";
import { Progbar } from "./models/progbar";
import * as activations from "./nn/activations";
import * as constraints from "./nn/constraints";
import * as initializers from "./nn/initializers";
import * as losses from "./nn/losses";
import * as metrics from "./nn/metrics";
import * as optimizers from "./nn/optimizers";
import * as regularizers from "./nn/regularizers";
import * as ops from "./ops/gen/public";

export {
  activations,
  callbacks,
  constraints,
  initializers,
  K,
  layers,
  losses,
  metrics,
  ops,
  optimizers,
  random,
  regularizers,
};

/** Helpers as keras.utils has them. */
export const utils: {
  /** Makes all random draws that follow repeatable. */
  setRandomSeed(seed: number): void;
  Progbar: typeof Progbar;
} = { setRandomSeed: setGlobalSeed, Progbar };

export { type Info, type InitOptions, info, init } from "./backend/engine";
export { tensor } from "./backend/evaluate";
export { SeedSource as SeedGenerator } from "./backend/seeds";
export type { TensorLike } from "./core/convert";
export type { DType, TypedArray } from "./core/dtypes";
export { DeviceError, DTypeError, FormatError, KeratinError, ShapeError, StateError, ValueError } from "./core/errors";
export type { Dims, Shape } from "./core/shapes";
export { type NestedArray, Tensor } from "./core/tensor";
export { Variable } from "./core/variable";
export { type CallOptions, Layer, type LayerOptions, type WeightOptions } from "./layers/core/layer";
export { input } from "./layers/input";
export { Callback, type Logs } from "./models/callbacks/callback";
export { History } from "./models/callbacks/history";
export type { CompileOptions } from "./models/compiled";
export type { EndReport, FileReport, InspectOptions, LayerReport } from "./models/file_report";
export type { EvaluateOptions, FitOptions, PredictOptions } from "./models/fit_options";
export { inspectFile, type LoadOptions, loadModel, modelFromConfig } from "./models/load";
export type { MemoryOptions, MemoryReport } from "./models/memory";
export { Model, type ModelOptions } from "./models/model";
export type { Cost, KernelCost, LayerCost, Profile, ProfileOptions } from "./models/profile_report";
export type { SaveOptions, SaveWeightsOptions } from "./models/saving";
export { Sequential, sequential } from "./models/sequential";
export type { WeightsOptions } from "./models/weights_options";
export { Constraint } from "./nn/core/constraint";
export { Initializer } from "./nn/core/initializer";
export { Loss } from "./nn/core/loss";
export { Metric } from "./nn/core/metric";
export { Optimizer } from "./nn/core/optimizer";
export { Regularizer } from "./nn/core/regularizer";
export { LearningRateSchedule } from "./nn/core/schedule";
export { registerSerializable } from "./nn/core/serialize";
export type { FileHandle, FileSet, FileSource, FileTarget, Progress, ReadOptions } from "./platform/files";
