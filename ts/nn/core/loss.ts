/** The base of losses, and the reductions they share. */
import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError, ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { broadcastShapes, sizeOf } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { type Config, type Serializable, snakeClass } from "./serialize";

/** How the losses of samples become one number. */
export type Reduction = "sum_over_batch_size" | "mean" | "mean_with_sample_weight" | "sum" | "none" | null;
const REDUCTIONS = ["sum_over_batch_size", "mean", "mean_with_sample_weight", "sum", "none", null];

/** Options every loss takes. */
export interface LossOptions {
  name?: string;
  reduction?: Reduction | string;
  dtype?: unknown;
}

/**
 * The base of losses: a subclass gives the loss of each sample, `apply` weights and reduces it.
 *
 * @example { class L extends Loss { call(t, p) { return ops.square(ops.subtract(t, p)); } } K.eval(new L().apply([1, 3], [2, 1])) } // 2.5
 */
export abstract class Loss implements Serializable {
  static className?: string;
  readonly name: string;
  readonly reduction: Reduction;

  constructor(options: LossOptions = {}) {
    const type = this.constructor as typeof Loss;
    this.name = options.name ?? snakeClass(type.className ?? type.name);
    const reduction = options.reduction === undefined ? "sum_over_batch_size" : options.reduction;
    if (!REDUCTIONS.includes(reduction as Reduction)) {
      throw new ValueError(this.name, "the reduction is unknown", {
        expected: `one of ${REDUCTIONS.join(", ")}`,
        received: { reduction },
      });
    }
    this.reduction = reduction as Reduction;
  }

  /** The loss of each sample. */
  abstract call(yTrue: Tensor, yPred: Tensor): Tensor;

  /** The loss of a batch: weighted, then reduced. */
  apply(yTrue: TensorLike, yPred: TensorLike, options: { sampleWeight?: TensorLike | null } = {}): Tensor {
    const { sampleWeight } = checkOptions(
      this.name,
      options,
      ["sampleWeight"],
      "loss.apply(yTrue, yPred, { sampleWeight })",
    );
    const prediction = ops.cast(toTensor(this.name, yPred), "float32");
    const target = ops.cast(toTensor(this.name, yTrue), "float32");
    const [t, p] = sameRank(target, prediction);
    const weight = sampleWeight === undefined || sampleWeight === null ? undefined : toTensor(this.name, sampleWeight);
    return reduceWeighted(this.name, this.call(t, p), weight && ops.cast(weight, "float32"), this.reduction);
  }

  getConfig(): Config {
    return { name: this.name, reduction: this.reduction };
  }
}

/** Squeezes or expands a last axis of size 1 when ranks differ by one, as Keras does. */
export function sameRank(a: Tensor, b: Tensor): [Tensor, Tensor] {
  if (a.rank === b.rank + 1 && a.dims[a.rank - 1] === 1) {
    return b.rank === 1 ? [a, ops.expandDims(b, -1)] : [ops.squeeze(a, { axis: -1 }), b];
  }
  if (b.rank === a.rank + 1 && b.dims[b.rank - 1] === 1) {
    return a.rank === 1 ? [ops.expandDims(a, -1), b] : [a, ops.squeeze(b, { axis: -1 })];
  }
  return [a, b];
}

/** Checks that target and prediction broadcast. @throws ShapeError that names the loss. */
export function matching(where: string, yTrue: TensorLike, yPred: TensorLike): [Tensor, Tensor] {
  const p = ops.cast(toTensor(where, yPred), "float32");
  const [t, q] = sameRank(ops.cast(toTensor(where, yTrue), "float32"), p);
  try {
    broadcastShapes(where, t.dims, q.dims);
  } catch {
    throw new ShapeError(where, "targets and predictions do not match", {
      expected: `targets of shape [${q.shape}]`,
      received: `targets of shape [${t.shape}]`,
    });
  }
  return [t, q];
}

/** Weights the losses of samples and reduces them. */
export function reduceWeighted(
  where: string,
  values: Tensor,
  weight: Tensor | undefined,
  reduction: Reduction,
): Tensor {
  let [v, w] = weight ? sameRank(values, weight) : [values, undefined];
  if (w) {
    try {
      v = ops.multiply(v, w);
    } catch (error) {
      throw new ShapeError(where, "the sample weights do not match the losses", {
        expected: `weights that broadcast to [${v.shape}]`,
        received: `shape [${w.shape}] (${(error as Error).name})`,
      });
    }
  }
  if (reduction === null || reduction === "none" || v.rank === 0 || v.size === 0) return v;
  const total = ops.sum(v);
  if (reduction === "sum") return total;
  if (reduction === "mean_with_sample_weight" && w) return divideNoNan(total, ops.sum(w));
  return ops.divide(total, sizeOf(v.dims));
}

/** a / b, and 0 where b is 0. */
export function divideNoNan(a: Tensor, b: Tensor): Tensor {
  const zero = ops.equal(b, 0);
  return ops.where(zero, 0, ops.divide(a, ops.where(zero, 1, b)));
}

/** A function of the user's own as a loss. */
export class FunctionLoss extends Loss {
  readonly fn: (yTrue: Tensor, yPred: Tensor) => TensorLike;

  constructor(fn: (yTrue: Tensor, yPred: Tensor) => TensorLike, options: LossOptions = {}) {
    super({ name: fn.name || "loss", ...options });
    this.fn = fn;
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return toTensor(this.name, this.fn(yTrue, yPred));
  }
}
