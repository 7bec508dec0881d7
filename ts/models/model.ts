/** Model: a layer that can be compiled, trained, evaluated, saved. */
import type { DType } from "../core/dtypes";
import { StateError, ValueError } from "../core/errors";
import { setMask } from "../core/mask";
import { uniqueName as nextName } from "../core/names";
import { checkOptions } from "../core/options";
import type { Shape } from "../core/shapes";
import { Tensor } from "../core/tensor";
import { withScope } from "../core/trace";
import { type CallOptions, Layer, type LayerOptions, type Tensors } from "../layers/core/layer";
import type { Config, CustomObjects } from "../nn/core/serialize";
import type { FileSource, FileTarget } from "../platform/files";
import { writeText } from "../platform/output";
import type { Logs } from "./callbacks/callback";
import type { History } from "./callbacks/history";
import { Compiled, type CompileOptions } from "./compiled";
import { type DataLike, type InputSpec, namedInputs } from "./data";
import * as fitting from "./fit";
import type { BatchOptions, EvaluateOptions, FitOptions, PredictOptions } from "./fit_options";
import { type MemoryOptions, type MemoryReport, memoryOf } from "./memory";
import { endsOf, Network } from "./network";
import type { Profile, ProfileOptions } from "./profile_report";
import { Programs } from "./programs";
import { type SaveOptions, type SaveWeightsOptions, saveModel, saveWeights } from "./saving";
import { summaryText } from "./summary";
import type { WeightsOptions } from "./weights_options";

/** What a functional model is made of. */
export interface ModelOptions extends LayerOptions {
  /** One tensor of `input()`, a list, or an object by name. */
  inputs?: Tensor | readonly Tensor[] | Readonly<Record<string, Tensor>>;
  /** One tensor, a list, or an object by name. */
  outputs?: Tensor | readonly Tensor[] | Readonly<Record<string, Tensor>>;
}

const KEYS = ["inputs", "outputs", "name", "trainable", "dtype"];

/**
 * A model: made of symbolic inputs and outputs, or subclassed with a `call` of its own.
 *
 * @throws ValueError when the graph between inputs and outputs has gaps.
 * @example { const x = input({ shape: [4] }); new Model({ inputs: x, outputs: layers.dense({ units: 2 }).apply(x) }).countParams() } // 10
 */
export class Model extends Layer {
  static override className?: string;
  /** The optimizer's, losses' and metrics' state after `compile`. */
  compiled: Compiled | undefined;
  /** Set by a callback (or anybody): training stops after the step at hand. */
  stopTraining = false;
  /** What the last `fit` recorded. */
  history: History | undefined;
  readonly programs: Programs = new Programs(this);
  #network: Network | undefined;
  #single = false;
  #inputKeys: readonly string[] | undefined;
  #outputKeys: readonly string[] | undefined;

  constructor(options: ModelOptions = {}) {
    const type = new.target as typeof Model;
    const own = checkOptions(type.name, options, KEYS, "new Model({ inputs, outputs })");
    const automatic = own.inputs && type.name === Model.name ? "functional" : undefined;
    super({ ...own, name: own.name ?? (automatic && nextName(automatic)) });
    if (own.inputs === undefined && own.outputs === undefined && type !== Model) return;
    if (own.inputs === undefined || own.outputs === undefined) {
      throw new ValueError(this.name, "needs both inputs and outputs", { fix: "Write new Model({ inputs, outputs })" });
    }
    this.setNetwork(own.inputs, own.outputs);
  }

  /** Makes the model a graph between symbolic tensors. */
  protected setNetwork(
    inputs: NonNullable<ModelOptions["inputs"]>,
    outputs: NonNullable<ModelOptions["outputs"]>,
  ): void {
    const [from, to] = [endsOf(inputs), endsOf(outputs)];
    if (from.tensors.length === 0 || to.tensors.length === 0) {
      throw new ValueError(this.name, "needs symbolic tensors as inputs and outputs", {
        received: { inputs, outputs },
      });
    }
    this.#single = outputs instanceof Tensor;
    this.#inputKeys = from.keys;
    this.#outputKeys = to.keys;
    this.#network = new Network(this.name, from.tensors, to.tensors);
    this.built = true;
    this.programs.clear();
    if (this.compiled) this.compiled.trained = undefined;
  }

  /** The graph, for functional and sequential models. */
  get network(): Network | undefined {
    return this.#network;
  }

  /** The layers, in Keras's order. */
  get layers(): readonly Layer[] {
    return this.#network?.layers ?? super.sublayers;
  }

  override get sublayers(): Layer[] {
    return [...this.layers];
  }

  override get savedKind(): "layer" | "functional" | "sequential" {
    return this.#network && this.constructor === Model ? "functional" : "layer";
  }

  override get savedClass(): string {
    return this.savedKind === "functional" ? "Functional" : super.savedClass;
  }

  override get listedLayers(): readonly Layer[] | undefined {
    return this.#network?.layers;
  }

  /** The keys that inputs were given under. */
  get inputKeys(): readonly string[] | undefined {
    return this.#inputKeys;
  }

  /** The keys that outputs were given under. */
  get outputKeys(): readonly string[] | undefined {
    return this.#outputKeys;
  }

  /** Whether the output is one tensor rather than a list. */
  get single(): boolean {
    return this.#single;
  }

  /** Symbolic inputs of a functional model. */
  get inputs(): readonly Tensor[] {
    return this.#network?.inputs ?? [];
  }

  /** Symbolic outputs of a functional model. */
  get outputs(): readonly Tensor[] {
    return this.#network?.outputs ?? [];
  }

  /** The shape of the input, or of each of several. */
  get inputShape(): Shape | readonly Shape[] {
    const shapes = this.inputs.map((x) => x.shape);
    return shapes.length === 1 ? shapes[0]! : shapes;
  }

  /** The shape of the output, or of each of several. */
  get outputShape(): Shape | readonly Shape[] {
    const shapes = this.outputs.map((x) => x.shape);
    return shapes.length === 1 ? shapes[0]! : shapes;
  }

  /** Names of the inputs: their layers', or the keys they were given under. */
  get inputNames(): readonly string[] {
    if (!this.#network) return this.inputSpec.names;
    return this.#inputKeys ?? this.#network.inputs.map((x) => this.#network!.nodeOf(x).operation.name);
  }

  /** Names of the outputs: the layers that make them, or the keys they were given under. */
  get outputNames(): readonly string[] {
    if (!this.#network) return this.#outputCount === undefined ? ["output"] : nameOutputs(this.#outputCount);
    return this.#outputKeys ?? this.#network.outputs.map((x) => this.#network!.nodeOf(x).operation.name);
  }

  #outputCount: number | undefined;

  /** A layer by name or place. @throws ValueError when there is none. */
  getLayer(which: string | number): Layer {
    const found = typeof which === "number" ? this.layers.at(which) : this.layers.find((layer) => layer.name === which);
    if (found) return found;
    throw new ValueError(this.name, `has no layer ${JSON.stringify(which)}`, {
      expected: `one of ${this.layers.map((layer) => layer.name).join(", ")}`,
    });
  }

  override call(inputs: Tensors, options: CallOptions): Tensors {
    if (!this.#network) {
      throw new StateError(this.name, "has no call of its own", {
        fix: "Override call(inputs), or make it with new Model({ inputs, outputs })",
      });
    }
    const list = (Array.isArray(inputs) ? inputs : [inputs]) as readonly Tensor[];
    if (list.length !== this.#network.inputs.length) {
      throw new ValueError(this.name, "got the wrong number of inputs", {
        expected: `${this.#network.inputs.length} (${this.inputNames.join(", ")})`,
        received: `${list.length}`,
      });
    }
    const masks = [options.mask ?? null].flat() as readonly (Tensor | null)[];
    masks.forEach((mask, i) => {
      if (mask) setMask(list[i]!, mask);
    });
    const outputs = this.#network.run(this.#network.prepare(list), options.training ?? false);
    return this.#single ? outputs[0]! : outputs;
  }

  /** Whether the inputs hold text, which becomes numbers before the program runs. */
  get staged(): boolean {
    return this.#network?.staged ?? false;
  }

  /** What the program takes of input values. */
  prepare(inputs: readonly Tensor[]): Tensor[] {
    return this.#network!.prepare(inputs);
  }

  /** Runs the model inside a trace, on what `prepare` gives: a list of outputs. */
  forward(inputs: readonly Tensor[], training: boolean): Tensor[] {
    if (this.staged) return withScope(this.name, () => this.#network!.run(inputs, training));
    const outputs = this.applyAll(inputs.length === 1 ? inputs[0]! : inputs, { training });
    const list = Array.isArray(outputs) ? outputs : [outputs];
    this.#outputCount = list.length;
    return list;
  }

  /** The dtype that the program's input `index` computes in. */
  inputDType(index: number): DType {
    return this.#network?.feeds[index]?.dtype ?? "float32";
  }

  /** What the inputs look like. */
  get inputSpec(): InputSpec {
    if (this.#network) {
      const { inputs } = this;
      return { names: this.inputNames, shapes: inputs.map((x) => x.shape), dtypes: inputs.map((x) => x.dtype) };
    }
    const built = this.buildShape;
    return namedInputs(Array.isArray(built?.[0]) ? (built as readonly Shape[]) : [built as Shape | undefined]);
  }

  /** What the outputs look like. */
  get outputSpec(): InputSpec {
    return { names: this.outputNames, shapes: this.outputs.map((x) => x.shape) };
  }

  /** Sets the optimizer, losses and metrics for training. Which layers are trainable is read here. */
  compile(options: CompileOptions = {}, custom: CustomObjects = {}): this {
    const keys = ["optimizer", "loss", "lossWeights", "metrics", "weightedMetrics", "device"];
    const own = checkOptions(
      `${this.name}.compile`,
      options,
      keys,
      'model.compile({ optimizer: "adam", loss: "mse" })',
    );
    if (own.device !== undefined && own.device !== "wasm" && own.device !== "auto") {
      throw new ValueError(`${this.name}.compile`, "the device is not supported", {
        expected: '"wasm" or "auto"',
        received: { device: own.device },
      });
    }
    this.compiled = new Compiled(`${this.name}.compile`, this.outputNames, own, custom);
    if (this.#network) this.compiled.trained = this.trainableWeights;
    this.programs.clear(["train", "test"]);
    return this;
  }

  /** What `compile` set. @throws StateError when it was not called. */
  compiledOrThrow(what: string): Compiled {
    if (this.compiled) return this.compiled;
    throw new StateError(`${this.name}.${what}`, "the model is not compiled", {
      fix: 'Call model.compile({ optimizer: "adam", loss: "mse" }) first',
    });
  }

  /** The optimizer. @throws StateError before `compile`. */
  get optimizer(): Compiled["optimizer"] {
    return this.compiledOrThrow("optimizer").optimizer;
  }

  /** Whether a logged value is better up or down. */
  metricDirection(name: string): "up" | "down" | undefined {
    return this.compiled?.direction(name);
  }

  /**
   * Trains the model on data for some epochs.
   *
   * @param x A tensor, nested arrays or a typed array; several inputs as a list or by name; or a function that returns
   *   an (async) iterable of batches [x, y] or [x, y, sampleWeight].
   * @throws StateError before `compile`; ShapeError when data and model do not match. The model stays usable.
   */
  fit(x: DataLike, y?: DataLike, options: FitOptions = {}): Promise<History> {
    return fitting.fit(this, x, y, options);
  }

  /** The loss and metrics over data. */
  evaluate(x: DataLike, y?: DataLike, options: EvaluateOptions = {}): Promise<Logs> {
    return fitting.evaluate(this, x, y, options);
  }

  /** The outputs for data: a tensor, or one for each of several outputs. */
  async predict(x: DataLike, options: PredictOptions = {}): Promise<Tensor> {
    return (await this.predictAll(x, options)) as Tensor;
  }

  /** As `predict`, typed for models with several outputs. */
  async predictAll(x: DataLike, options: PredictOptions = {}): Promise<Tensor | Tensor[]> {
    return this.#shaped(await fitting.predict(this, x, options));
  }

  /** The outputs for one batch. */
  async predictOnBatch(x: DataLike): Promise<Tensor> {
    return this.#shaped(await fitting.predict(this, x, { batchSize: Number.MAX_SAFE_INTEGER })) as Tensor;
  }

  #shaped(outputs: Tensor[]): Tensor | Tensor[] {
    return this.#single || (!this.#network && outputs.length === 1) ? outputs[0]! : outputs;
  }

  /** One step of training on one batch: the loss and metrics of that batch. */
  trainOnBatch(x: DataLike, y?: DataLike, options: BatchOptions = {}): Promise<Logs> {
    return fitting.onBatch(this, "train", x, y, options);
  }

  /** The loss and metrics of one batch. */
  testOnBatch(x: DataLike, y?: DataLike, options: BatchOptions = {}): Promise<Logs> {
    return fitting.onBatch(this, "test", x, y, options);
  }

  /** Prints the layers, their output shapes and weights. */
  summary(options: { printFn?: (line: string) => void } = {}): void {
    const { printFn } = checkOptions(`${this.name}.summary`, options, ["printFn"]);
    const lines = summaryText(this);
    if (printFn) for (const line of lines) printFn(line);
    else writeText(`${lines.join("\n")}\n`);
  }

  /**
   * Tells where the time of a step goes, by layers and by kernels: of a prediction, or with `y` of a step of training, after
   * which all weights are what they were. Print it, read its fields, or write `JSON.stringify(profile.chromeTrace())` into a
   * file for Perfetto. Each instruction is timed by itself on one thread; without this call nothing is measured.
   *
   * @throws StateError for training before `compile`; ShapeError when data and model do not match.
   * @example (await sequential([input({ shape: [2] }), layers.dense({ units: 3 })]).profile([[1, 2]])).kernels[0].macs // 6
   */
  async profile(x: DataLike, y?: DataLike, options: ProfileOptions = {}): Promise<Profile> {
    const { profile } = await import("./profiling");
    return profile(this, x, y, options);
  }

  /**
   * Bytes of weights, slots and values: of the programs made so far, or planned for a batch size; whether a budget suffices.
   *
   * @example sequential([input({ shape: [2] }), layers.dense({ units: 3 })]).memory({ batchSize: 8, budget: 1e6 }).fits // true
   */
  memory(options: MemoryOptions = {}): MemoryReport {
    return memoryOf(this, options);
  }

  /**
   * Saves to a `.keras` file: a path, a file: URL, a file that the user picked, and in browsers opfs://NAME or
   * indexeddb://NAME. Without a place, gives the bytes. What was there before stays whole when saving fails.
   *
   * A path that ends in .json makes a layers model of TensorFlow.js, with its weights beside it, and `{ format: "tfjs" }` gives
   * the bytes of its files.
   *
   * @throws ValueError, naming the layer, for what the format cannot express.
   * @example Object.keys(await new Sequential([input({ shape: [2] }), layers.dense({ units: 1 })]).save({ format: "tfjs" })).join() // weights.bin,model.json
   */
  async save(options?: SaveOptions<"keras">): Promise<Uint8Array>;
  async save(options: SaveOptions<"tfjs">): Promise<Record<string, Uint8Array>>;
  async save(target: FileTarget): Promise<undefined>;
  async save(target?: FileTarget | SaveOptions): Promise<unknown> {
    return saveModel(this, target);
  }

  /**
   * Saves the weights alone to a path that ends in .weights.h5 or .safetensors, in the places of `save`; without a place, gives
   * the bytes, in the format "h5" unless `{ format: "safetensors" }` is asked for.
   */
  async saveWeights(options?: SaveWeightsOptions): Promise<Uint8Array>;
  async saveWeights(target: FileTarget): Promise<undefined>;
  async saveWeights(target?: FileTarget | SaveWeightsOptions): Promise<Uint8Array | undefined> {
    return saveWeights(this, target);
  }

  /** Reads weights from a file of any of the formats that are read. Nothing changes when one does not fit. */
  async loadWeights(source: FileSource, options: WeightsOptions = {}): Promise<void> {
    const own = checkOptions(`${this.name}.loadWeights`, options, ["onProgress", "files", "backend"]);
    const { loadWeightsInto } = await import("./archive");
    await loadWeightsInto(this, source, own);
  }

  override getConfig(): Config {
    return { name: this.name, trainable: this.trainable };
  }

  /** Frees programs and the weights' places on the device; the values stay on the host. */
  dispose(): void {
    this.programs.clear();
    const state = this.compiled
      ? [...this.compiled.optimizer.variables, ...this.compiled.named.flatMap(({ metric }) => metric.variables)]
      : [];
    for (const variable of [...this.weights, ...state]) variable.release();
  }
}

function nameOutputs(count: number): string[] {
  return count === 1 ? ["output"] : Array.from({ length: count }, (_, i) => `output_${i}`);
}
