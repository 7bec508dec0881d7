/** Counts of right and wrong predictions above thresholds. */
import type { TensorLike } from "../../core/convert";
import { toTensor } from "../../core/convert";
import { ShapeError, ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import * as ops from "../../ops/gen/public";
import { sameRank } from "./loss";
import { Metric, type MetricOptions, type UpdateOptions, weightOf } from "./metric";
import { divideNoNan, ranks } from "./numeric";
import type { Config } from "./serialize";

/** Weighted counts, one for each threshold (and label). */
export interface Counts {
  tp: Tensor;
  fp: Tensor;
  tn: Tensor;
  fn: Tensor;
}

/** What is counted. */
export interface CountOptions {
  thresholds: readonly number[];
  /** Only the k largest predictions of a row count as given. */
  topK?: number | null;
  /** Only this class. */
  classId?: number | null;
  sampleWeight?: Tensor | undefined;
  /** Counts for each label of the last axis. */
  multiLabel?: boolean;
  labelWeights?: readonly number[] | null;
}

const LOWEST = -1e10;
const FUZZ = 1e-7;

/** Thresholds as given: one, a list, or a default; each in [0, 1]. @throws ValueError for one that is not. */
export function thresholdsOf(where: string, given: number | readonly number[] | null, usual: number): number[] {
  if (given === null) return [usual];
  const list = [given].flat() as number[];
  if (list.length === 0 || !list.every((value) => typeof value === "number" && value >= 0 && value <= 1)) {
    throw new ValueError(where, "a threshold is out of range", {
      expected: "numbers from 0 to 1",
      received: { thresholds: given },
    });
  }
  return list;
}

/** `count` thresholds from 0 to 1. */
export function spreadThresholds(count: number): number[] {
  return Array.from({ length: count }, (_, i) => (i === 0 ? 0 : i === count - 1 ? 1 : i / (count - 1)));
}

function evenly(thresholds: readonly number[]): boolean {
  const last = thresholds.length - 1;
  return (
    last >= 2 && thresholds.every((value, i) => Math.abs(value - Math.fround(i / last)) <= FUZZ + (1e-5 * i) / last)
  );
}

/** Counts a batch. */
export function countConfusion(where: string, yTrue: TensorLike, yPred: TensorLike, options: CountOptions): Counts {
  const { thresholds, topK, classId, multiLabel, labelWeights } = options;
  let [p, t] = sameRank(ops.cast(toTensor(where, yPred), "float32"), ops.cast(toTensor(where, yTrue), "float32"));
  let weight = options.sampleWeight && ops.expandDims(options.sampleWeight, -1);
  if (weight && weight.rank === t.rank + 1) weight = ops.squeeze(weight, { axis: -1 });
  if (topK !== undefined && topK !== null) {
    p = ops.where(ops.less(ranks(p), topK), p, LOWEST);
  }
  if (classId !== undefined && classId !== null) {
    if (p.rank < 2 || !(classId >= 0 && classId < p.dims[p.rank - 1]!)) {
      throw new ShapeError(where, "the class is not among the predictions", {
        expected: "predictions [samples, classes] with classId in range",
        received: { "yPred.shape": p.shape, classId },
      });
    }
    [t, p] = [pickClass(t, classId), pickClass(p, classId)];
  }
  const flat = (x: Tensor): Tensor => (multiLabel ? x : ops.reshape(x, [-1, 1]));
  let w: Tensor | undefined = weight && ops.broadcastTo(weight, p.dims);
  if (labelWeights) {
    const own = ops.broadcastTo(ops.expandDims(ops.cast(toTensor(where, [...labelWeights]), "float32"), 0), p.dims);
    w = w ? ops.multiply(w, own) : own;
  }
  const label = ops.cast(ops.notEqual(flat(t), 0), "float32");
  const yes = w ? ops.multiply(label, flat(w)) : label;
  const no = w ? ops.multiply(ops.subtract(1, label), flat(w)) : ops.subtract(1, label);
  // [thresholds, samples, labels]
  const above = ops.cast(positives(ops.expandDims(flat(p), 0), thresholds), "float32");
  const below = ops.subtract(1, above);
  const count = (part: Tensor, which: Tensor): Tensor => {
    const sum = ops.sum(ops.multiply(part, ops.expandDims(which, 0)), { axis: 1 });
    return multiLabel ? sum : ops.squeeze(sum, { axis: -1 });
  };
  return { tp: count(above, yes), fp: count(above, no), tn: count(below, no), fn: count(below, yes) };
}

function pickClass(x: Tensor, classId: number): Tensor {
  return ops.slice(
    x,
    x.dims.map((_, i) => (i === x.rank - 1 ? classId : 0)),
    x.dims.map((d, i) => (i === x.rank - 1 ? 1 : d)),
  );
}

/** Whether predictions are above each threshold. Even ones are found by arithmetic, whose rounding is Keras's. */
function positives(p: Tensor, thresholds: readonly number[]): Tensor {
  const column = (values: Tensor): Tensor => ops.reshape(values, [thresholds.length, 1, 1]);
  if (!evenly(thresholds)) return ops.greater(p, column(toTensor("thresholds", [...thresholds])));
  let bucket = ops.subtract(ops.ceil(ops.multiply(ops.clip(p, 0, 1), thresholds.length - 1)), 1);
  if (thresholds[0]! < 0 || thresholds[thresholds.length - 1]! > 1) bucket = ops.maximum(bucket, 0);
  return ops.greaterEqual(bucket, column(ops.cast(ops.arange(thresholds.length), "float32")));
}

const NAMES = { tp: "true_positives", fp: "false_positives", tn: "true_negatives", fn: "false_negatives" } as const;
/** The kinds of counts. */
export type Kind = keyof Counts;

/** The base of metrics that hold counts above thresholds. */
export abstract class ConfusionMetric extends Metric {
  readonly thresholds: readonly number[];
  readonly counts: Partial<Record<Kind, Variable>> = {};

  constructor(options: MetricOptions, thresholds: readonly number[]) {
    super(options);
    this.thresholds = thresholds;
  }

  /** Makes the state of some kinds of counts, in Keras's order. */
  protected addCounts(kinds: readonly Kind[], labels?: number): void {
    const shape = labels === undefined ? [this.thresholds.length] : [this.thresholds.length, labels];
    for (const kind of kinds) this.counts[kind] = this.addVariable({ shape, name: NAMES[kind] });
  }

  /** What is counted, beside thresholds and weights. */
  protected get counting(): Partial<CountOptions> {
    return {};
  }

  override updateState(yTrue: TensorLike, yPred?: TensorLike, options: UpdateOptions = {}): void {
    const sampleWeight = weightOf(this.name, options);
    const found = countConfusion(this.name, yTrue, yPred!, {
      thresholds: this.thresholds,
      sampleWeight,
      ...this.counting,
    });
    for (const kind of Object.keys(this.counts) as Kind[]) {
      const variable = this.counts[kind]!;
      variable.assign(ops.add(variable, found[kind]));
    }
  }

  /** a / (a + b), and 0 where nothing was counted. */
  protected share(a: Kind, b: Kind): Tensor {
    const [x, y] = [this.counts[a]!.value, this.counts[b]!.value];
    return divideNoNan(x, ops.add(x, y));
  }

  /** A result for each threshold, or the one. */
  protected each(x: Tensor): Tensor {
    return this.thresholds.length === 1 ? ops.reshape(x, []) : x;
  }
}

/** Options of a metric at thresholds. */
export interface ThresholdOptions extends MetricOptions {
  /** One or several, each from 0 to 1; 0.5 by default. */
  thresholds?: number | readonly number[] | null;
}

/** Counts of one kind. */
export abstract class CountMetric extends ConfusionMetric {
  readonly #given: number | readonly number[] | null;

  constructor(className: string, kind: Kind, options: ThresholdOptions) {
    const { thresholds = null, ...own } = checkOptions(className, options, ["thresholds", "name", "dtype"]);
    super(own, thresholdsOf(className, thresholds, 0.5));
    this.#given = thresholds;
    this.counts[kind] = this.addVariable({ shape: [this.thresholds.length], name: "accumulator" });
  }

  override result(): Tensor {
    return this.each(Object.values(this.counts)[0]!.value);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), thresholds: this.#given };
  }
}

/** Options of `Precision` and `Recall`. */
export interface ShareOptions extends ThresholdOptions {
  /** Only the k largest predictions of a row count as positive. */
  topK?: number | null;
  /** Only this class is counted. */
  classId?: number | null;
}

/** True positives, as a share. */
export abstract class ShareMetric extends ConfusionMetric {
  override readonly direction = "up";
  readonly topK: number | null;
  readonly classId: number | null;
  readonly #given: number | readonly number[] | null;
  readonly #other: Kind;

  constructor(className: string, other: Kind, options: ShareOptions) {
    const keys = ["thresholds", "topK", "classId", "name", "dtype"];
    const { thresholds = null, topK = null, classId = null, ...own } = checkOptions(className, options, keys);
    super(own, thresholdsOf(className, thresholds, topK === null ? 0.5 : LOWEST));
    this.topK = topK;
    this.classId = classId;
    this.#given = thresholds;
    this.#other = other;
    this.addCounts(["tp", other]);
  }

  protected override get counting(): Partial<CountOptions> {
    return { topK: this.topK, classId: this.classId };
  }

  override result(): Tensor {
    return this.each(this.share("tp", this.#other));
  }

  override getConfig(): Config {
    return { ...super.getConfig(), thresholds: this.#given, top_k: this.topK, class_id: this.classId };
  }
}

/** The best of one share where another reaches a value. */
export abstract class AtMetric extends ConfusionMetric {
  override readonly direction = "up";
  readonly numThresholds: number;
  readonly classId: number | null;
  readonly #key: string;
  readonly #value: number;

  constructor(className: string, key: string, options: MetricOptions & Record<string, unknown>) {
    const own = checkOptions(className, options, [key, "numThresholds", "classId", "name", "dtype"]);
    const { [key]: value, numThresholds = 200, classId = null } = own;
    if (typeof value !== "number" || !(value >= 0 && value <= 1)) {
      throw new ValueError(className, `${key} is out of range`, {
        expected: "a number from 0 to 1",
        received: { [key]: value },
      });
    }
    if (!Number.isInteger(numThresholds) || (numThresholds as number) < 1)
      throw new ValueError(className, "numThresholds is no positive whole number", { received: { numThresholds } });
    super(own, numThresholds === 1 ? [0.5] : spreadThresholds(numThresholds as number));
    this.numThresholds = numThresholds as number;
    this.classId = classId as number | null;
    this.#key = key;
    this.#value = value;
    this.addCounts(["tp", "fp", "tn", "fn"]);
  }

  protected override get counting(): Partial<CountOptions> {
    return { classId: this.classId };
  }

  /** The share that must reach the value, and the one wanted. */
  protected abstract shares(): [Tensor, Tensor];

  override result(): Tensor {
    const [limited, wanted] = this.shares();
    return ops.maximum(ops.max(ops.where(ops.greaterEqual(limited, this.#value), wanted, 0)), 0);
  }

  override getConfig(): Config {
    const { name, dtype } = super.getConfig();
    return {
      name,
      dtype,
      class_id: this.classId,
      num_thresholds: this.numThresholds,
      [this.#key]: this.#value,
    };
  }
}
