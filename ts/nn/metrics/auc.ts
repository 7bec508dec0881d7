import { type TensorLike, toTensor } from "../../core/convert";
import { ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { ConfusionMetric, type CountOptions, spreadThresholds } from "../core/confusion";
import type { MetricOptions, UpdateOptions } from "../core/metric";
import { divideNoNan, EPSILON } from "../core/numeric";
import type { Config } from "../core/serialize";

/** Options of `AUC`. */
export interface AUCOptions extends MetricOptions {
  /** How many points of the curve are found; 200 by default. */
  numThresholds?: number;
  /** "ROC", "PR" or "PRGAIN". */
  curve?: string;
  /** "interpolation", "minoring" or "majoring". */
  summationMethod?: string;
  /** Thresholds of your own between 0 and 1. */
  thresholds?: readonly number[] | null;
  /** Whether each column is a label of its own; the mean over labels is given. */
  multiLabel?: boolean;
  numLabels?: number | null;
  labelWeights?: readonly number[] | null;
  fromLogits?: boolean;
}

const KEYS = ["numThresholds", "curve", "summationMethod", "thresholds", "multiLabel", "numLabels", "labelWeights"];
const CURVES = ["ROC", "PR", "PRGAIN"];
const METHODS = ["interpolation", "majoring", "minoring"];

/**
 * The area under a curve over thresholds: true positives over false ones (ROC), or precision over recall (PR).
 *
 * @throws ValueError for an unknown curve or method, and for thresholds out of range.
 * @example { const m = new metrics.AUC({ numThresholds: 3 }); m.updateState([0, 0, 1, 1], [0, 0.5, 0.3, 0.9]); m.value() } // 0.75
 */
export class AUC extends ConfusionMetric {
  static override className = "AUC";
  override readonly direction = "up";
  readonly curve: string;
  readonly summationMethod: string;
  readonly multiLabel: boolean;
  readonly numLabels: number | null;
  readonly labelWeights: readonly number[] | null;
  readonly fromLogits: boolean;
  readonly #own: boolean;

  constructor(options: AUCOptions = {}) {
    const own = checkOptions("AUC", options, [...KEYS, "fromLogits", "name", "dtype"]);
    const { numThresholds = 200, thresholds = null, multiLabel = false, numLabels = null } = own;
    const inner = thresholds ? [...thresholds].sort((a, b) => a - b) : spreadThresholds(numThresholds).slice(1, -1);
    if (!thresholds && !(Number.isInteger(numThresholds) && numThresholds > 1))
      throw new ValueError("AUC", "numThresholds is no whole number above 1", { received: { numThresholds } });
    if (!multiLabel && numLabels)
      throw new ValueError("AUC", "numLabels is given without multiLabel", { received: { numLabels } });
    super({ ...own, name: own.name ?? "auc" }, [-EPSILON, ...inner, 1 + EPSILON]);
    const choose = (name: string, value: string, known: readonly string[]): string => {
      const found = known.find((one) => one.toLowerCase() === value.toLowerCase());
      if (found) return found;
      throw new ValueError("AUC", `the ${name} is unknown`, {
        expected: `one of ${known.join(", ")}`,
        received: { [name]: value },
      });
    };
    this.curve = choose("curve", own.curve ?? "ROC", CURVES);
    this.summationMethod = choose("summationMethod", own.summationMethod ?? "interpolation", METHODS);
    this.multiLabel = multiLabel;
    this.numLabels = numLabels;
    this.labelWeights = own.labelWeights ?? null;
    this.fromLogits = own.fromLogits ?? false;
    this.#own = thresholds !== null;
    if (!multiLabel) this.addCounts(["tp", "fp", "tn", "fn"]);
    else if (numLabels) this.addCounts(["tp", "fp", "tn", "fn"], numLabels);
  }

  protected override get counting(): Partial<CountOptions> {
    return { multiLabel: this.multiLabel, labelWeights: this.multiLabel ? null : this.labelWeights };
  }

  override updateState(yTrue: TensorLike, yPred?: TensorLike, options: UpdateOptions = {}): void {
    const p = toTensor(this.name, yPred!);
    if (this.multiLabel && p.rank !== 2) {
      throw new ValueError(this.name, "predictions are no table", {
        expected: "predictions [samples, labels] with multiLabel",
        received: { "yPred.shape": p.shape },
      });
    }
    if (!this.counts.tp) this.addCounts(["tp", "fp", "tn", "fn"], p.dims[1]!);
    super.updateState(yTrue, this.fromLogits ? ops.sigmoid(p) : p, options);
  }

  override result(): Tensor {
    if (!this.counts.tp) return ops.zeros([]);
    const interpolated = this.curve === "PR" && this.summationMethod === "interpolation";
    const areas = interpolated ? this.#interpolated() : this.#sums();
    const each = ops.sum(areas, { axis: 0 });
    if (!this.multiLabel) return each;
    if (!this.labelWeights) return ops.mean(each);
    const weights = toTensor(this.name, [...this.labelWeights]);
    return divideNoNan(ops.sum(ops.multiply(each, weights)), ops.sum(weights));
  }

  /** The areas between neighbours on the curve. */
  #sums(): Tensor {
    const [x, y] = this.curve === "PRGAIN" ? this.#gains() : this.#shares();
    const [first, second] = pairs(y);
    const [left, right] = pairs(x);
    const heights =
      this.summationMethod === "interpolation"
        ? ops.divide(ops.add(first, second), 2)
        : this.summationMethod === "minoring"
          ? ops.minimum(first, second)
          : ops.maximum(first, second);
    return ops.multiply(ops.subtract(left, right), heights);
  }

  #shares(): [Tensor, Tensor] {
    const recall = this.share("tp", "fn");
    return this.curve === "ROC" ? [this.share("fp", "tn"), recall] : [recall, this.share("tp", "fp")];
  }

  /** Recall gain and precision gain (Flach and Kull, 2015). */
  #gains(): [Tensor, Tensor] {
    const { tp, fp, tn, fn } = this.#values();
    const scale = divideNoNan(ops.add(tp, fn), ops.add(tn, fp));
    const gain = (wrong: Tensor): Tensor => ops.subtract(1, ops.multiply(scale, divideNoNan(wrong, tp)));
    const none = ops.equal(tp, 0);
    return [ops.maximum(ops.where(none, 0, gain(fn)), 0), ops.where(none, 1, gain(fp))];
  }

  /** Precision and recall between thresholds as Davis and Goadrich (2006) interpolate them. */
  #interpolated(): Tensor {
    const { tp, fp, fn } = this.#values();
    const [found, next] = pairs(tp);
    const [before, after] = pairs(ops.add(tp, fp));
    const change = ops.subtract(found, next);
    const slope = divideNoNan(change, ops.maximum(ops.subtract(before, after), 0));
    const intercept = ops.subtract(next, ops.multiply(slope, after));
    const some = ops.logicalAnd(ops.greater(before, 0), ops.greater(after, 0));
    const ratio = ops.where(some, divideNoNan(before, ops.maximum(after, 0)), 1);
    const inner = ops.add(change, ops.multiply(intercept, ops.log(ratio)));
    return divideNoNan(ops.multiply(slope, inner), ops.maximum(ops.add(next, pairs(fn)[1]), 0));
  }

  #values(): Record<"tp" | "fp" | "tn" | "fn", Tensor> {
    const { tp, fp, tn, fn } = this.counts;
    return { tp: tp!.value, fp: fp!.value, tn: tn!.value, fn: fn!.value };
  }

  override getConfig(): Config {
    const { name, dtype } = super.getConfig();
    return {
      name,
      dtype,
      num_thresholds: this.thresholds.length,
      curve: this.curve,
      summation_method: this.summationMethod,
      multi_label: this.multiLabel,
      num_labels: this.numLabels,
      label_weights: this.labelWeights,
      from_logits: this.fromLogits,
      ...(this.#own ? { thresholds: this.thresholds.slice(1, -1) } : {}),
    };
  }
}

/** All but the last, and all but the first along the first axis. */
function pairs(x: Tensor): [Tensor, Tensor] {
  const dims = [x.dims[0]! - 1, ...x.dims.slice(1)];
  const rest = x.dims.slice(1).map(() => 0);
  return [ops.slice(x, [0, ...rest], dims), ops.slice(x, [1, ...rest], dims)];
}
