import { type TensorLike, toTensor } from "../../core/convert";
import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { divideNoNan, Loss, type LossOptions, sameRank } from "../core/loss";
import type { Config } from "../core/serialize";

/** Options of `sparseCategoricalCrossentropy`. */
export interface SparseCategoricalCrossentropyArgs {
  /** Whether predictions are logits rather than probabilities. */
  fromLogits?: boolean;
  /** A label whose samples count nothing. */
  ignoreClass?: number | null;
}

/** Options of `SparseCategoricalCrossentropy`. */
export interface SparseCategoricalCrossentropyOptions extends LossOptions, SparseCategoricalCrossentropyArgs {}

/**
 * -log(prediction) at each whole-number label. A label out of range stops the program with an error.
 *
 * @throws ShapeError when targets and predictions do not match.
 * @example K.eval(losses.sparseCategoricalCrossentropy([1], [[0.5, 0.5]])) // [0.6931472]
 */
export function sparseCategoricalCrossentropy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: SparseCategoricalCrossentropyArgs = {},
): Tensor {
  const { fromLogits, ignoreClass } = checkOptions("sparse_categorical_crossentropy", options, [
    "fromLogits",
    "ignoreClass",
  ]);
  const where = "sparse_categorical_crossentropy";
  const p = ops.cast(toTensor(where, yPred), "float32");
  let t = ops.cast(toTensor(where, yTrue), "int32");
  if (t.rank === p.rank && t.dims[t.rank - 1] === 1) t = ops.squeeze(t, { axis: -1 });
  if (ignoreClass === undefined || ignoreClass === null) {
    return ops.sparseCategoricalCrossentropy(t, p, { fromLogits: fromLogits ?? false });
  }
  const valid = ops.notEqual(t, ignoreClass);
  const rows = ops.sparseCategoricalCrossentropy(ops.where(valid, t, 0), p, { fromLogits: fromLogits ?? false });
  return ops.where(valid, rows, 0);
}

/** `sparseCategoricalCrossentropy` as a loss. */
export class SparseCategoricalCrossentropy extends Loss {
  static override className = "SparseCategoricalCrossentropy";
  readonly fromLogits: boolean;
  readonly ignoreClass: number | null;

  constructor(options: SparseCategoricalCrossentropyOptions = {}) {
    const own = checkOptions("SparseCategoricalCrossentropy", options, [
      "fromLogits",
      "ignoreClass",
      "name",
      "reduction",
      "dtype",
    ]);
    super({ ...own, name: own.name ?? "sparse_categorical_crossentropy" });
    this.fromLogits = own.fromLogits ?? false;
    this.ignoreClass = own.ignoreClass ?? null;
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return sparseCategoricalCrossentropy(yTrue, yPred, { fromLogits: this.fromLogits, ignoreClass: this.ignoreClass });
  }

  /** With an ignored class, the mean is over the samples that count. */
  override apply(yTrue: TensorLike, yPred: TensorLike, options: { sampleWeight?: TensorLike | null } = {}): Tensor {
    if (this.ignoreClass === null) return super.apply(yTrue, yPred, options);
    const valid = ops.cast(ops.notEqual(ops.cast(toTensor(this.name, yTrue), "int32"), this.ignoreClass), "float32");
    if (this.reduction === "mean_with_sample_weight") {
      const weight = toTensor(this.name, options.sampleWeight ?? 1);
      const [mask, w] = sameRank(valid, ops.cast(weight, "float32"));
      return super.apply(yTrue, yPred, { sampleWeight: ops.multiply(mask, w) });
    }
    const loss = super.apply(yTrue, yPred, options);
    const means = this.reduction === "sum_over_batch_size" || this.reduction === "mean";
    return means ? divideNoNan(ops.multiply(loss, valid.size), ops.sum(valid)) : loss;
  }

  override getConfig(): Config {
    return { ...super.getConfig(), from_logits: this.fromLogits, ignore_class: this.ignoreClass };
  }
}
