import { type TensorLike, toTensor } from "../../core/convert";
import { setMask } from "../../core/mask";
import { filledOptions } from "../../core/options";
import { normalizeAxis } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { LossOf, type LossOptions } from "../core/loss";

/** Options of `sparseCategoricalCrossentropy`. */
export interface SparseCategoricalCrossentropyArgs {
  /** Whether predictions are logits rather than probabilities. */
  fromLogits?: boolean;
  /** A label whose samples count nothing. */
  ignoreClass?: number | null;
  /** The axis of the classes; the last by default. */
  axis?: number;
}

/** Options of `SparseCategoricalCrossentropy`. */
export interface SparseCategoricalCrossentropyOptions extends LossOptions, SparseCategoricalCrossentropyArgs {}

const DEFAULTS: Required<SparseCategoricalCrossentropyArgs> = { fromLogits: false, ignoreClass: null, axis: -1 };

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
  const where = "sparse_categorical_crossentropy";
  const { fromLogits, ignoreClass, axis } = filledOptions(where, options, DEFAULTS);
  const p = ops.cast(toTensor(where, yPred), "float32");
  let t = ops.cast(toTensor(where, yTrue), "int32");
  const at = normalizeAxis(where, axis, p.rank);
  if (t.rank === p.rank && t.dims[at] === 1) t = ops.squeeze(t, { axis: at });
  if (ignoreClass === null) return ops.sparseCategoricalCrossentropy(t, p, { fromLogits, axis });
  const valid = ops.notEqual(t, ignoreClass);
  const rows = ops.sparseCategoricalCrossentropy(ops.where(valid, t, 0), p, { fromLogits, axis });
  const result = ops.where(valid, rows, 0);
  setMask(result, valid);
  return result;
}

/** `sparseCategoricalCrossentropy` as a loss. With an ignored class, the mean is over the samples that count. */
export class SparseCategoricalCrossentropy extends LossOf<SparseCategoricalCrossentropyArgs> {
  static override className = "SparseCategoricalCrossentropy";
  declare readonly fromLogits: boolean;
  declare readonly ignoreClass: number | null;
  declare readonly axis: number;

  constructor(options: SparseCategoricalCrossentropyOptions = {}) {
    super("SparseCategoricalCrossentropy", "sparse_categorical_crossentropy", options, DEFAULTS, [
      "fromLogits",
      "ignoreClass",
    ]);
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return sparseCategoricalCrossentropy(yTrue, yPred, this.args);
  }
}
