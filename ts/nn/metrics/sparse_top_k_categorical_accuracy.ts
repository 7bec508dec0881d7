import { type TensorLike, toTensor } from "../../core/convert";
import { filledOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { MetricOf, type MetricOptions } from "../core/metric";
import { inTopK } from "../core/numeric";
import type { Config } from "../core/serialize";

/** Options of `SparseTopKCategoricalAccuracy`. */
export interface SparseTopKCategoricalAccuracyArgs {
  /** How many of the largest count; 5 by default. */
  k?: number;
  /** Whether predictions are classes, the best first. */
  fromSortedIds?: boolean;
}

const DEFAULTS: Required<SparseTopKCategoricalAccuracyArgs> = { k: 5, fromSortedIds: false };

/**
 * How often the label is among the k largest predictions.
 *
 * @example K.eval(metrics.sparseTopKCategoricalAccuracy([1], [[0.5, 0.3, 0.2]], { k: 2 })) // [1.]
 */
export function sparseTopKCategoricalAccuracy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: SparseTopKCategoricalAccuracyArgs = {},
): Tensor {
  const { k, fromSortedIds } = filledOptions("sparse_top_k_categorical_accuracy", options, DEFAULTS);
  const p = toTensor("sparse_top_k_categorical_accuracy", yPred);
  const t = toTensor("sparse_top_k_categorical_accuracy", yTrue);
  if (!fromSortedIds) return inTopK(ops.cast(t, "int32"), p, k);
  const first = ops.slice(
    p,
    p.dims.map(() => 0),
    p.dims.map((d, i) => (i === p.rank - 1 ? Math.min(k, d) : d)),
  );
  const same = ops.equal(ops.expandDims(ops.cast(t, p.dtype), -1), first);
  return ops.cast(ops.any(same, { axis: -1 }), "float32");
}

/** `sparseTopKCategoricalAccuracy` as a metric. */
export class SparseTopKCategoricalAccuracy extends MetricOf<SparseTopKCategoricalAccuracyArgs> {
  static override className = "SparseTopKCategoricalAccuracy";
  override readonly direction = "up";
  declare readonly k: number;
  declare readonly fromSortedIds: boolean;

  constructor(options: MetricOptions & SparseTopKCategoricalAccuracyArgs = {}) {
    super("SparseTopKCategoricalAccuracy", "sparse_top_k_categorical_accuracy", options, DEFAULTS, ["k"]);
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return sparseTopKCategoricalAccuracy(yTrue, yPred, this.args);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), ...(this.fromSortedIds ? { from_sorted_ids: true } : {}) };
  }
}
