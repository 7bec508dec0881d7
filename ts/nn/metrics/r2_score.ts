import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError, ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import * as ops from "../../ops/gen/public";
import { sameRank } from "../core/loss";
import { Metric, type MetricOptions, type UpdateOptions, weightOf } from "../core/metric";
import type { Config } from "../core/serialize";

/** Options of `R2Score`. */
export interface R2ScoreOptions extends MetricOptions {
  /** null: a score for each output; "uniform_average" (default) or "variance_weighted_average". */
  classAggregation?: string | null;
  /** The number of regressors, for the adjusted score; 0 by default. */
  numRegressors?: number;
}

const AGGREGATIONS = [null, "uniform_average", "variance_weighted_average"];

/**
 * The coefficient of determination, from targets and predictions [samples, outputs]: 1 is perfect, 0 as good as the mean.
 *
 * @throws ValueError for options out of range; ShapeError for other ranks.
 * @example { const m = new metrics.R2Score(); m.updateState([[1], [3]], [[1], [3]]); m.value() } // 1
 */
export class R2Score extends Metric {
  static override className = "R2Score";
  static aliases: readonly string[] = ["r2_score"];
  override readonly direction = "up";
  readonly classAggregation: string | null;
  readonly numRegressors: number;
  readonly #samples: Variable;
  #sums: readonly Variable[] | undefined;

  constructor(options: R2ScoreOptions = {}) {
    const own = checkOptions("R2Score", options, ["classAggregation", "numRegressors", "name", "dtype"]);
    super({ ...own, name: own.name ?? "r2_score" });
    const { classAggregation = "uniform_average", numRegressors = 0 } = own;
    if (!AGGREGATIONS.includes(classAggregation)) {
      throw new ValueError(this.name, "classAggregation is unknown", {
        expected: "null, uniform_average or variance_weighted_average",
        received: { classAggregation },
      });
    }
    if (!(numRegressors >= 0))
      throw new ValueError(this.name, "numRegressors is negative", { received: { numRegressors } });
    this.classAggregation = classAggregation;
    this.numRegressors = numRegressors;
    this.#samples = this.addVariable({ name: "num_samples" });
  }

  override updateState(yTrue: TensorLike, yPred?: TensorLike, options: UpdateOptions = {}): void {
    const given = weightOf(this.name, options);
    const float = (x: TensorLike): Tensor => ops.cast(toTensor(this.name, x), "float32");
    const [t, p] = sameRank(float(yTrue), float(yPred!));
    if (t.rank !== 2 || p.rank !== 2) {
      throw new ShapeError(this.name, "targets or predictions are no table", {
        expected: "both [samples, outputs]",
        received: { "yTrue.shape": t.shape, "yPred.shape": p.shape },
      });
    }
    this.#sums ??= ["squared_sum", "sum", "residual", "count"].map((name) =>
      this.addVariable({ name, shape: [p.dims[1]!] }),
    );
    const column = given && given.rank === 1 ? ops.expandDims(given, 1) : given;
    const weight = column ? ops.broadcastTo(column, t.dims) : ops.ones(t.dims);
    const weighted = ops.multiply(t, weight);
    const added = [ops.multiply(t, weighted), weighted, ops.multiply(ops.square(ops.subtract(t, p)), weight), weight];
    this.#sums.forEach((variable, i) => {
      variable.assign(ops.add(variable, ops.sum(added[i]!, { axis: 0 })));
    });
    this.#samples.assign(ops.add(this.#samples, t.size));
  }

  override result(): Tensor {
    if (!this.#sums) return ops.zeros([]);
    const [squares, sum, residual, count] = this.#sums.map((variable) => variable.value) as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
    ];
    const total = ops.subtract(squares, ops.multiply(sum, ops.divide(sum, count)));
    const raw = ops.subtract(1, ops.divide(residual, total));
    const scores = ops.where(ops.equal(ops.absolute(raw), Number.POSITIVE_INFINITY), 0, raw);
    let score = scores;
    if (this.classAggregation === "uniform_average") score = ops.mean(scores);
    else if (this.classAggregation !== null) {
      score = ops.divide(ops.sum(ops.multiply(total, scores)), ops.sum(total));
    }
    if (this.numRegressors === 0) return score;
    // With no more samples than regressors the plain score stays, as in Keras.
    const free = ops.subtract(this.#samples.value, this.numRegressors + 1);
    const enough = ops.greater(free, 0);
    const part = ops.divide(ops.subtract(this.#samples.value, 1), ops.where(enough, free, 1));
    return ops.where(enough, ops.subtract(1, ops.multiply(ops.subtract(1, score), part)), score);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      class_aggregation: this.classAggregation,
      num_regressors: this.numRegressors,
    };
  }
}
