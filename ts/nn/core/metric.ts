/** The base of metrics: state that grows over the batches of an epoch. */
import { type NestedValues, scalar, type TensorLike, toTensor } from "../../core/convert";
import { makeArray } from "../../core/dtypes";
import { maskOf } from "../../core/mask";
import { checkOptions } from "../../core/options";
import type { Dims } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import { outsideTrace } from "../../core/trace";
import { Variable } from "../../core/variable";
import * as ops from "../../ops/gen/public";
import { sameRank } from "./loss";
import { divideNoNan } from "./numeric";
import { type Config, type Serializable, snakeClass, snakeKey } from "./serialize";

/** Options every metric takes. */
export interface MetricOptions {
  name?: string;
  dtype?: unknown;
}

/** What an update may be told. */
export interface UpdateOptions {
  sampleWeight?: TensorLike | null;
}

/** The base of metrics. State changes inside a program are its side effects. */
export abstract class Metric implements Serializable {
  static className?: string;
  name: string;
  /** Whether better is up or down. */
  readonly direction: "up" | "down" | undefined = undefined;
  readonly #variables: Variable[] = [];

  constructor(options: MetricOptions = {}) {
    const type = this.constructor as typeof Metric;
    this.name = options.name ?? snakeClass(type.className ?? type.name);
  }

  /** Adds one batch. */
  abstract updateState(yTrue: TensorLike, yPred?: TensorLike, options?: UpdateOptions): void;
  /** The value over all batches so far. */
  abstract result(): Tensor;

  /** The value as a number; nested arrays when it is several. */
  value(): number | NestedValues {
    return this.result().arraySync() as number | NestedValues;
  }

  /** Makes a variable of state, zero at first. */
  addVariable(options: { shape?: Dims; name?: string; dtype?: string } = {}): Variable {
    const zeros = outsideTrace(() => ops.zeros(options.shape ?? [], { dtype: options.dtype ?? "float32" }));
    const variable = new Variable(zeros, {
      name: options.name ?? "variable",
      path: `${this.name}/${options.name ?? "variable"}`,
      trainable: false,
    });
    this.#variables.push(variable);
    return variable;
  }

  get variables(): readonly Variable[] {
    return this.#variables;
  }

  /** Starts anew. */
  resetState(): void {
    for (const variable of this.#variables) variable.write(makeArray(variable.dtype, variable.size));
  }

  getConfig(): Config {
    return { name: this.name, dtype: "float32" };
  }
}

/** Weighted values and weights, one a sample: axes beyond the first are folded. */
export function perSample(
  fold: typeof ops.mean | typeof ops.sum,
  values: Tensor,
  weight: Tensor | undefined,
): [Tensor, Tensor | undefined] {
  let v = ops.cast(values, "float32");
  let w = weight;
  if (w) {
    [v, w] = sameRank(v, w);
    if (v.rank > w.rank) v = fold(v, { axis: range(w.rank, v.rank) });
    w = ops.broadcastTo(w, v.dims);
    v = ops.multiply(v, w);
    if (w.rank > 1) w = fold(w, { axis: range(1, w.rank) });
  }
  return [v.rank > 1 ? fold(v, { axis: range(1, v.rank) }) : v, w];
}

/** A weighted mean over all samples. */
export abstract class MeanState extends Metric {
  readonly total: Variable;
  readonly count: Variable;

  constructor(options: MetricOptions = {}) {
    super(options);
    this.total = this.addVariable({ name: "total" });
    this.count = this.addVariable({ name: "count" });
  }

  /** Adds values, one a sample (more axes are averaged first). */
  protected accumulate(values: Tensor, sampleWeight: Tensor | undefined): void {
    const [v, w] = perSample(ops.mean, values, sampleWeight);
    this.total.assign(ops.add(this.total, ops.sum(v)));
    this.count.assign(ops.add(this.count, w ? ops.sum(w) : scalar(v.rank > 0 ? v.dims[0]! : 1)));
  }

  override result(): Tensor {
    return divideNoNan(this.total.value, this.count.value);
  }

  override value(): number {
    const count = this.count.read()[0]!;
    return count === 0 ? 0 : Math.fround(this.total.read()[0]! / count);
  }
}

/** The mean of a function of targets and predictions: what most metrics are. A mask of the predictions weighs samples. */
export abstract class MeanMetric extends MeanState {
  /** The value of each sample. */
  protected abstract values(yTrue: Tensor, yPred: Tensor): Tensor;

  override updateState(yTrue: TensorLike, yPred?: TensorLike, options: UpdateOptions = {}): void {
    const sampleWeight = weightOf(this.name, options);
    const p = toTensor(this.name, yPred!);
    const values = this.values(toTensor(this.name, yTrue), p);
    let weight = maskWeight(maskOf(p), sampleWeight);
    // A mask of the values themselves counts only beside other weights, as in Keras.
    if (weight) weight = maskWeight(maskOf(values), weight);
    this.accumulate(values, weight);
  }
}

/** The sample weights of an update, as float32. */
export function weightOf(where: string, options: UpdateOptions): Tensor | undefined {
  const form = "metric.updateState(yTrue, yPred, { sampleWeight })";
  const { sampleWeight } = checkOptions(where, options, ["sampleWeight"], form);
  return sampleWeight === undefined || sampleWeight === null
    ? undefined
    : ops.cast(toTensor(where, sampleWeight), "float32");
}

function maskWeight(mask: Tensor | null, weight: Tensor | undefined): Tensor | undefined {
  if (!mask) return weight;
  const own = ops.cast(mask, "float32");
  if (!weight) return own;
  const [m, w] = sameRank(own, weight);
  return ops.multiply(w, m);
}

/** A mean of a function under options, which are the metric's attributes too. */
export abstract class MetricOf<A extends object> extends MeanMetric {
  protected readonly args: Required<A>;
  readonly #saved: readonly string[];

  /** `saved` are the options that Keras's config holds: all unless told. */
  constructor(className: string, name: string, options: A & MetricOptions, defaults: A, saved?: readonly string[]) {
    const keys = Object.keys(defaults);
    const own = checkOptions(className, options, [...keys, "name", "dtype"]);
    super({ ...own, name: own.name ?? name });
    const given = own as Record<string, unknown>;
    this.args = Object.fromEntries(
      keys.map((key) => [key, given[key] ?? (defaults as Record<string, unknown>)[key]]),
    ) as Required<A>;
    Object.assign(this, this.args);
    this.#saved = saved ?? keys;
  }

  override getConfig(): Config {
    const args = this.args as Record<string, unknown>;
    return { ...super.getConfig(), ...Object.fromEntries(this.#saved.map((key) => [snakeKey(key), args[key]])) };
  }
}

/** A function of the user's own, or a loss, as a metric. */
export class FunctionMetric extends MeanMetric {
  override readonly direction: "up" | "down" | undefined;
  readonly fn: (yTrue: Tensor, yPred: Tensor) => TensorLike;

  constructor(
    fn: (yTrue: Tensor, yPred: Tensor) => TensorLike,
    options: MetricOptions & { direction?: "up" | "down" } = {},
  ) {
    super({ name: options.name ?? (fn.name || "metric") });
    this.fn = fn;
    this.direction = options.direction;
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return toTensor(this.name, this.fn(yTrue, yPred));
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
