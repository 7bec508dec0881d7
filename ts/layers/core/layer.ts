/** Layer: weights and a computation, called on symbolic tensors or on values. */
import { type TensorLike, toAnyTensor } from "../../core/convert";
import { standardizeDType, type TypedArray } from "../../core/dtypes";
import { ShapeError, StateError, ValueError } from "../../core/errors";
import { type Masks, maskOf, masksOf, setMask } from "../../core/mask";
import { uniqueName } from "../../core/names";
import type { Dims, Shape } from "../../core/shapes";
import { isPlain, type Operation, symbolicCall, symbolicsIn } from "../../core/symbolic";
import { Tensor } from "../../core/tensor";
import { currentTrace, outsideTrace, withScope } from "../../core/trace";
import { Variable } from "../../core/variable";
import * as constraints from "../../nn/constraints";
import type { Config, Serializable } from "../../nn/core/serialize";
import { attributeName, plainClass, snakeClass } from "../../nn/core/serialize";
import * as initializers from "../../nn/initializers";
import * as regularizers from "../../nn/regularizers";
import { divide } from "../../ops/divide";
import type { CallOptions, Shapes, Tensors } from "./call";
import { checkCommon } from "./common";
import { FLOAT32 } from "./policy";
import type { StoredReader, StoredState } from "./stored";
import { checkedWeights, type WeightOptions } from "./weight";

export { type CallOptions, oneMask, type Shapes, type Tensors } from "./call";
export type { WeightOptions } from "./weight";

/** Options every layer takes. */
export interface LayerOptions {
  name?: string | undefined;
  trainable?: boolean | undefined;
  /** "float32"; other policies are read as float32. */
  dtype?: unknown;
  /** The shape of one input, batch left out: makes the layer the first of a Sequential. */
  inputShape?: Shape | undefined;
  /** A regularizer of the output: its value, divided by the batch size, is a loss term. */
  activityRegularizer?: unknown;
}

/** Attributes of the base that hold no weights or sublayers of a subclass. */
const OWN = new Set(["inputSpec", "optimizer", "lossObject", "metricObjects", "stopTraining", "history"]);

/**
 * The base of all layers. A subclass makes weights in `build` and computes in `call`; users call `apply`.
 *
 * @example { class Twice extends Layer { call(x) { return K.multiply(x, 2); } } K.eval(new Twice().apply([1, 2])) } // [2. 4.]
 */
export abstract class Layer implements Operation, Serializable {
  /** The name in saved files. */
  static className?: string;
  /** Keras's own name of the class, where it is saved under another one. */
  static pythonName?: string;
  /** Names of the tensors that Keras's call takes one by one, where `apply` takes them as a list. */
  static positional?: readonly string[];
  readonly name: string;
  built = false;
  /** Whether masks pass the layer; without, they end here. */
  supportsMasking = false;
  readonly activityRegularizer: regularizers.Regularizer | undefined;
  /** The shape the layer was built for, batch as null. */
  buildShape: Shapes | undefined;
  /** The shape given by `inputShape`, with the batch. */
  readonly batchShape: Shape | undefined;
  #trainable: boolean;
  /** Its name, behind those of the layers that it is a part of. */
  #path: string;
  readonly #own: Variable[] = [];
  #calls = 0;
  #building = false;

  constructor(options: LayerOptions = {}) {
    const type = this.constructor as typeof Layer;
    checkCommon(type.className ?? type.name, options);
    this.name = options.name ?? uniqueName(snakeClass(type.pythonName ?? type.className ?? type.name));
    this.#path = this.name;
    this.#trainable = options.trainable ?? true;
    this.activityRegularizer = regularizers.getOptional(options.activityRegularizer, this.name);
    if (options.inputShape) this.batchShape = [null, ...options.inputShape];
    // As in Keras, who calls `build` gets a layer that is built: with its paths, checks and shape.
    const build = this.build.bind(this);
    const value = (shape: Shape): void => (this.#building ? build(shape) : this.ensureBuilt(shape));
    Object.defineProperty(this, "build", { value, writable: true, configurable: true });
  }

  /** Computes the output. `training` is a plain boolean. */
  abstract call(inputs: Tensors, options: CallOptions): Tensors;

  /** The masks of the outputs, given those of the inputs. */
  computeMask(_inputs: Tensors, mask: Masks): Masks {
    return mask;
  }

  /** Makes the weights for an input shape: a subclass says how. Called from outside it builds the layer, once. */
  build(_inputShape: Shape): void {}

  /** Whether the weights may be trained; takes effect at the next `compile`. */
  get trainable(): boolean {
    return this.#trainable;
  }

  set trainable(value: boolean) {
    if (typeof value !== "boolean")
      throw new ValueError(this.name, "trainable is no boolean", { received: { trainable: value } });
    this.#trainable = value;
    for (const layer of this.sublayers) layer.trainable = value;
    for (const variable of this.#own)
      if (variable.path !== "") variable.trainable = value && this.#declared.get(variable)!;
  }

  readonly #declared = new Map<Variable, boolean>();

  /** Makes a weight. */
  addWeight(options: WeightOptions = {}): Variable {
    const { shape = [], initializer, dtype = "float32", trainable = true, regularizer, constraint, name } = options;
    if (shape.some((d) => d === null)) {
      throw new ShapeError(this.name, "a weight needs known sizes", {
        received: { shape },
        fix: "Give the layer an input shape whose last sizes are known",
      });
    }
    const first = initializer ?? (dtype === "float32" ? "glorot_uniform" : "zeros");
    const dims = shape as Dims;
    const make = outsideTrace(() => initializers.get(first, this.name).later(dims, dtype));
    const own = name ?? (this.#own.length === 0 ? "variable" : `variable_${this.#own.length}`);
    const term = regularizer ? regularizers.get(regularizer, this.name) : undefined;
    const limit = constraints.getOptional(constraint, this.name);
    const value = { dims, dtype: standardizeDType(dtype, this.name), make: () => outsideTrace(make) };
    const variable = new Variable(value, {
      name: own,
      path: `${this.#path}/${own}`,
      trainable: trainable && this.#trainable,
      regularizer: term && ((x) => term.apply(x)),
      constraint: limit && ((x) => limit.apply(x)),
    });
    this.#declared.set(variable, trainable);
    this.#own.push(variable);
    return variable;
  }

  /** Adds a loss term to the model's loss, inside `call`. */
  addLoss(loss: Tensor | readonly Tensor[]): void {
    const trace = currentTrace();
    for (const term of Array.isArray(loss) ? (loss as readonly Tensor[]) : [loss as Tensor]) trace?.losses.push(term);
  }

  /** Layers held in attributes, in lists or plain objects. */
  get sublayers(): Layer[] {
    const found = new Set<Layer>();
    const search = (value: unknown, depth: number): void => {
      if (value instanceof Layer) found.add(value);
      else if (depth < 4 && Array.isArray(value)) for (const item of value) search(item, depth + 1);
      else if (depth < 4 && isPlain(value)) for (const item of Object.values(value)) search(item, depth + 1);
    };
    for (const key of Object.keys(this)) if (!OWN.has(key)) search((this as Record<string, unknown>)[key], 0);
    return [...found];
  }

  /** Variables of this layer alone: trainable ones first, then the others. */
  get ownVariables(): Variable[] {
    const all = new Set(this.#own);
    for (const key of Object.keys(this)) {
      const value = (this as Record<string, unknown>)[key];
      if (value instanceof Variable && !all.has(value)) {
        all.add(value);
        this.#own.push(value);
        this.#declared.set(value, value.trainable);
      }
    }
    const declared = (v: Variable): boolean => this.#declared.get(v) ?? v.trainable;
    return [...all].sort((a, b) => Number(declared(b)) - Number(declared(a)));
  }

  /** All variables, sublayers' behind its own, each once. */
  get weights(): Variable[] {
    const all = new Set(this.ownVariables);
    for (const layer of this.sublayers) for (const variable of layer.weights) all.add(variable);
    return [...all];
  }

  /** The variables that training changes. */
  get trainableWeights(): Variable[] {
    if (!this.#trainable) return [];
    const all = new Set(this.ownVariables.filter((v) => this.#declared.get(v) ?? v.trainable));
    for (const layer of this.sublayers) for (const variable of layer.trainableWeights) all.add(variable);
    return [...all];
  }

  /** The variables that training leaves alone. */
  get nonTrainableWeights(): Variable[] {
    const trained = new Set(this.trainableWeights);
    return this.weights.filter((variable) => !trained.has(variable));
  }

  /** The values of all weights, as tensors on the host. */
  getWeights(): Tensor[] {
    return this.weights.map((v) => Tensor.constant(v.read(), v.dims, v.dtype));
  }

  /** Sets all weights, in the order of `getWeights`. @throws ShapeError when one does not fit; nothing changes then. */
  setWeights(weights: readonly (TensorLike | TypedArray)[]): void {
    const variables = this.weights;
    const values = checkedWeights(this.name, variables, weights, this.built);
    values.forEach((value, i) => {
      variables[i]!.write(value);
    });
  }

  /** The number of weights' elements. */
  countParams(): number {
    if (!this.built) {
      throw new StateError(this.name, "countParams before the layer is built", { fix: "Call it once, or build it" });
    }
    return this.weights.reduce((sum, variable) => sum + variable.size, 0);
  }

  /** Calls the layer: on symbolic tensors it becomes part of a graph, on values it computes (lazily). */
  apply(inputs: TensorLike | readonly TensorLike[], options: CallOptions = {}): Tensor {
    return this.applyAll(inputs, options) as Tensor;
  }

  /** As `apply`, typed for layers with several outputs. */
  applyAll(given: TensorLike | readonly TensorLike[], rest: CallOptions = {}): Tensor | Tensor[] {
    const { inputs, options } = this.#named(given, rest);
    const values = this.#toTensors(inputs);
    this.ensureBuilt(Array.isArray(values) ? values.map((x) => x.shape) : (values as Tensor).shape);
    if (symbolicsIn([values, options]).length > 0) {
      this.#calls++;
      return symbolicCall(this, [values, options]);
    }
    return this.replay([values, options]) as Tensor | Tensor[];
  }

  /** Tensors given by their names in the options go to their places in the list. */
  #named(
    inputs: TensorLike | readonly TensorLike[],
    options: CallOptions,
  ): { inputs: TensorLike | readonly TensorLike[]; options: CallOptions } {
    const { positional } = this.constructor as typeof Layer;
    if (!positional || Array.isArray(inputs)) return { inputs, options };
    const named = positional.slice(1).filter((name) => options[name] !== undefined && options[name] !== null);
    const rest = Object.fromEntries(Object.entries(options).filter(([key]) => !positional.includes(key)));
    return { inputs: [inputs as TensorLike, ...named.map((name) => options[name] as TensorLike)], options: rest };
  }

  /** Runs `call` on tensors; part of the graph machinery. */
  replay(args: readonly unknown[]): Tensor | readonly Tensor[] {
    const [inputs, options] = args as [Tensors, CallOptions | undefined];
    const training = options?.training ?? currentTrace()?.training ?? false;
    if (typeof this.call !== "function") {
      throw new ValueError(this.name, "has no call", { fix: "Write call(inputs) { ... }, which computes the output" });
    }
    const mask = options?.mask ?? masksOf(inputs);
    const result: unknown = withScope(this.name, () => this.call(inputs, { ...options, training, mask }));
    if (![result].flat().every((y) => y instanceof Tensor || y instanceof Variable)) {
      throw new ValueError(this.name, "call gives no tensor", {
        expected: "a tensor, or an array of tensors",
        received: { result },
      });
    }
    withScope(this.name, () => this.#finish(inputs, mask, result as Tensors));
    return result as Tensor | readonly Tensor[];
  }

  /** Attaches masks to the outputs and adds the loss of the activity regularizer. */
  #finish(inputs: Tensors, mask: Masks, result: Tensors): void {
    const outputs = (Array.isArray(result) ? result : [result]) as readonly Tensor[];
    if (this.activityRegularizer) {
      for (const y of outputs) {
        const term = this.activityRegularizer.apply(y);
        this.addLoss(y.rank > 0 ? divide(term, Math.max(1, y.dims[0]!)) : term);
      }
    }
    if (!this.supportsMasking || outputs.every(maskOf)) return;
    const masks = [this.computeMask(inputs, mask)].flat() as readonly (Tensor | null | undefined)[];
    outputs.forEach((y, i) => {
      if (masks[i] && !maskOf(y)) setMask(y, masks[i]!);
    });
  }

  /** Builds the layer for input shapes, once. */
  ensureBuilt(shapes: Shapes): void {
    if (!this.built) {
      this.#firstBuild(shapes);
      return;
    }
    this.checkInput(shapes);
  }

  /** Builds a layer that is a part of this one: the paths of its weights begin with this one's. */
  protected buildPart(layer: Layer, shapes: Shapes): void {
    layer.#moveTo(`${this.#path}/${layer.name}`);
    layer.ensureBuilt(shapes);
  }

  /** Out of a file a part comes built before the whole: its weights have paths already. */
  #moveTo(path: string): void {
    const moved = (old: string): string =>
      old.startsWith(`${this.#path}/`) ? path + old.slice(this.#path.length) : old;
    for (const variable of this.#own) variable.path = moved(variable.path);
    for (const part of this.built ? this.sublayers : []) part.#moveTo(moved(part.#path));
    this.#path = path;
  }

  #firstBuild(shapes: Shapes): void {
    // Batch sizes are no part of a layer.
    const free = (shape: Shape): Shape => (shape.length ? [null, ...shape.slice(1)] : shape);
    const many = Array.isArray(shapes[0]);
    const before = this.#own.length;
    this.buildShape = many ? (shapes as readonly Shape[]).map(free) : free(shapes as Shape);
    this.#building = true;
    try {
      withScope(this.name, () => this.build(this.buildShape as Shape));
      this.checkInput(shapes);
      this.built = true;
    } catch (error) {
      // A first input that does not fit leaves the layer as it was.
      const made = new Set<unknown>(this.#own.splice(before));
      for (const [key, value] of Object.entries(this)) {
        if (made.has(value)) (this as Record<string, unknown>)[key] = undefined;
      }
      this.buildShape = undefined;
      throw error;
    } finally {
      this.#building = false;
    }
  }

  /** Throws a ShapeError that names the layer when inputs cannot fit what it was built for. */
  checkInput(_shapes: Shapes): void {}

  /** The output's shape for an input's, batch as null. */
  computeOutputShape(inputShape: Shapes): Shape | Shape[] {
    const many = Array.isArray(inputShape[0]);
    const make = (shape: Shape): Tensor =>
      new Tensor(shape, "float32", { kind: "symbolic", call: undefined, index: 0, name: "shape" });
    const inputs = many ? (inputShape as readonly Shape[]).map(make) : make(inputShape as Shape);
    const outputs = this.applyAll(inputs as Tensor);
    return Array.isArray(outputs) ? outputs.map((x) => x.shape) : outputs.shape;
  }

  /** Keras's config. */
  getConfig(): Config {
    const own = { name: this.name, trainable: this.#trainable, dtype: FLOAT32 };
    const { activityRegularizer } = this;
    return activityRegularizer ? { ...own, activity_regularizer: regularizers.serialize(activityRegularizer) } : own;
  }

  #toTensors(inputs: TensorLike | readonly TensorLike[]): Tensor | Tensor[] {
    const isTensor = (x: unknown): boolean => x instanceof Tensor || x instanceof Variable;
    if (Array.isArray(inputs) && inputs.length > 0 && inputs.every(isTensor)) {
      return (inputs as readonly TensorLike[]).map((x) => toAnyTensor(this.name, x));
    }
    return toAnyTensor(this.name, inputs as TensorLike);
  }

  /** The name in files of a part that the attribute `key` holds. */
  savedPart(key: string): string {
    return attributeName(key);
  }

  /** What a file keeps of the layer beside its weights, if there is such. */
  savedState?(): StoredState;

  /** Checks what a file keeps beside the weights; the function that it gives takes it over. */
  restoreState?(file: StoredReader): () => void;

  /** The class name in saved files. */
  get savedClass(): string {
    const type = this.constructor as typeof Layer;
    return plainClass(type.className ?? type.name);
  }

  /** How a saved file holds it: as a layer, or as a model of layers. */
  get savedKind(): "layer" | "functional" | "sequential" {
    return "layer";
  }

  /** The layers that Keras keeps in the group "layers" of a model. */
  get listedLayers(): readonly Layer[] | undefined {
    return undefined;
  }

  /** How often the layer was called on symbolic tensors. */
  get calls(): number {
    return this.#calls;
  }
}
