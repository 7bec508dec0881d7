import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError, ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import * as ops from "../../ops/gen/public";
import { Metric, type MetricOptions, type UpdateOptions, weightOf } from "../core/metric";
import { EPSILON } from "../core/numeric";
import type { Config } from "../core/serialize";

/** Options of `FBetaScore`. */
export interface FBetaScoreOptions extends MetricOptions {
  /** null: a score for each class; "micro": all counted together; "macro" and "weighted": means over classes. */
  average?: string | null;
  /** How much more recall counts than precision; 1 by default. */
  beta?: number;
  /** Above it a prediction counts; by default the largest of a row does. */
  threshold?: number | null;
}

const AVERAGES = [null, "micro", "macro", "weighted"];

/**
 * The weighted harmonic mean of precision and recall, from targets and predictions [samples, classes].
 *
 * @throws ValueError for options out of range; ShapeError for other ranks.
 * @example { const m = new metrics.FBetaScore(); m.updateState([[1, 0], [0, 1]], [[1, 0], [1, 0]]); m.result().shape } // [ 2 ]
 */
export class FBetaScore extends Metric {
  static override className = "FBetaScore";
  static aliases: readonly string[] = ["fbeta_score"];
  override readonly direction = "up";
  readonly average: string | null;
  readonly beta: number;
  readonly threshold: number | null;
  #counts: readonly Variable[] | undefined;

  constructor(options: FBetaScoreOptions = {}) {
    const own = checkOptions("FBetaScore", options, ["average", "beta", "threshold", "name", "dtype"]);
    super({ ...own, name: own.name ?? "fbeta_score" });
    const { average = null, beta = 1, threshold = null } = own;
    const check = (key: string, value: unknown, legal: boolean, expected: string): void => {
      if (!legal) throw new ValueError(this.name, `${key} does not fit`, { expected, received: { [key]: value } });
    };
    check("average", average, AVERAGES.includes(average), "null, micro, macro or weighted");
    check("beta", beta, beta > 0, "a number above 0");
    check("threshold", threshold, threshold === null || (threshold > 0 && threshold <= 1), "a number in (0, 1]");
    this.average = average;
    this.beta = beta;
    this.threshold = threshold;
  }

  override updateState(yTrue: TensorLike, yPred?: TensorLike, options: UpdateOptions = {}): void {
    const weight = weightOf(this.name, options);
    const t = ops.cast(toTensor(this.name, yTrue), "float32");
    const p = ops.cast(toTensor(this.name, yPred!), "float32");
    if (t.rank !== 2 || p.rank !== 2) {
      throw new ShapeError(this.name, "targets or predictions are no table", {
        expected: "both [samples, classes]",
        received: { "yTrue.shape": t.shape, "yPred.shape": p.shape },
      });
    }
    const shape = this.average === "micro" ? [] : [p.dims[1]!];
    this.#counts ??= ["true_positives", "false_positives", "false_negatives", "intermediate_weights"].map((name) =>
      this.addVariable({ name, shape }),
    );
    const largest = (): Tensor =>
      ops.logicalAnd(ops.greaterEqual(p, ops.max(p, { axis: -1, keepdims: true })), ops.greater(ops.absolute(p), 1e-9));
    const found = ops.cast(this.threshold === null ? largest() : ops.greater(p, this.threshold), "float32");
    const axis = this.average === "micro" ? null : 0;
    const added = [
      ops.multiply(found, t),
      ops.multiply(found, ops.subtract(1, t)),
      ops.multiply(ops.subtract(1, found), t),
      t,
    ].map((x) => ops.sum(weight ? ops.multiply(x, ops.expandDims(weight, 1)) : x, { axis }));
    this.#counts.forEach((variable, i) => {
      variable.assign(ops.add(variable, added[i]!));
    });
  }

  override result(): Tensor {
    if (!this.#counts) return ops.zeros([]);
    const [found, wrong, missed, weights] = this.#counts.map((variable) => variable.value) as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
    ];
    const share = (other: Tensor): Tensor => ops.divide(found, ops.add(ops.add(found, other), EPSILON));
    const [precision, recall] = [share(wrong), share(missed)];
    const squared = this.beta ** 2;
    const sum = ops.add(ops.add(ops.multiply(squared, precision), recall), EPSILON);
    const score = ops.multiply(ops.divide(ops.multiply(precision, recall), sum), 1 + squared);
    if (this.average === "weighted") {
      return ops.sum(ops.multiply(score, ops.divide(weights, ops.add(ops.sum(weights), EPSILON))));
    }
    return this.average === null ? score : ops.mean(score);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), average: this.average, beta: this.beta, threshold: this.threshold };
  }
}
