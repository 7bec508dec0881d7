/** The base of metrics: state that grows over the batches of an epoch. */
import { scalar, type TensorLike, toTensor } from "../../core/convert";
import { makeArray } from "../../core/dtypes";
import { checkOptions } from "../../core/options";
import type { Dims } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import { Variable } from "../../core/variable";
import * as ops from "../../ops/gen/public";
import { sameRank } from "./loss";
import { divideNoNan } from "./numeric";
import { type Config, type Serializable, snakeClass } from "./serialize";

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

  /** The value as a number, NaN for several. */
  value(): number {
    const values = this.result().dataSync();
    return values.length === 1 ? values[0]! : Number.NaN;
  }

  /** Makes a variable of state, zero at first. */
  addVariable(options: { shape?: Dims; name?: string; dtype?: string } = {}): Variable {
    const variable = new Variable(ops.zeros(options.shape ?? [], { dtype: options.dtype ?? "float32" }), {
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
  protected accumulate(values: Tensor, sampleWeight: TensorLike | null | undefined): void {
    let v = ops.cast(values, "float32");
    let samples: Tensor | number = 1;
    if (sampleWeight !== undefined && sampleWeight !== null) {
      let w = ops.cast(toTensor(this.name, sampleWeight), "float32");
      [v, w] = sameRank(v, w);
      if (v.rank > w.rank) v = ops.mean(v, { axis: range(w.rank, v.rank) });
      w = ops.broadcastTo(w, v.dims);
      v = ops.multiply(v, w);
      samples = ops.sum(w.rank > 1 ? ops.mean(w, { axis: range(1, w.rank) }) : w);
    } else if (v.rank > 0) samples = v.dims[0]!;
    if (v.rank > 1) v = ops.mean(v, { axis: range(1, v.rank) });
    this.total.assign(ops.add(this.total, ops.sum(v)));
    this.count.assign(ops.add(this.count, typeof samples === "number" ? scalar(samples) : samples));
  }

  override result(): Tensor {
    return divideNoNan(this.total.value, this.count.value);
  }

  override value(): number {
    const count = this.count.read()[0]!;
    return count === 0 ? 0 : Math.fround(this.total.read()[0]! / count);
  }
}

/** The mean of a function of targets and predictions: what most metrics are. */
export abstract class MeanMetric extends MeanState {
  /** The value of each sample. */
  protected abstract values(yTrue: Tensor, yPred: Tensor): Tensor;

  override updateState(yTrue: TensorLike, yPred?: TensorLike, options: UpdateOptions = {}): void {
    const { sampleWeight } = checkOptions(
      this.name,
      options,
      ["sampleWeight"],
      "metric.updateState(yTrue, yPred, { sampleWeight })",
    );
    this.accumulate(this.values(toTensor(this.name, yTrue), toTensor(this.name, yPred!)), sampleWeight);
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
