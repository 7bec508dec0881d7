/** The base of losses, and the reductions they share. */
import { scalar, type TensorLike, toTensor } from "../../core/convert";
import { ShapeError, ValueError } from "../../core/errors";
import { maskOf } from "../../core/mask";
import { checkOptions } from "../../core/options";
import { broadcastShapes, sizeOf } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { divideNoNan, EPSILON } from "./numeric";
import { type Config, type Serializable, snakeClass, snakeKey } from "./serialize";

export { EPSILON };

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
        expected: `one of ${REDUCTIONS.map(String).join(", ")}`,
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
    const given = toTensor(this.name, yPred);
    const prediction = ops.cast(given, "float32");
    const target = ops.cast(toTensor(this.name, yTrue), "float32");
    const [t, p] = sameRank(target, prediction);
    const weight = sampleWeight === undefined || sampleWeight === null ? undefined : toTensor(this.name, sampleWeight);
    const values = this.call(t, p);
    const mask = bothMasks(maskOf(given), maskOf(values));
    const w = weight && ops.cast(weight, "float32");
    return reduceWeighted(this.name, values, mask ? maskedWeight(mask, w, this.reduction) : w, this.reduction);
  }

  getConfig(): Config {
    return { name: this.name, reduction: this.reduction };
  }
}

/** A loss of targets and predictions under options of its own, which are its attributes too. */
export abstract class LossOf<A extends object> extends Loss {
  protected readonly args: Required<A>;
  readonly #saved: readonly string[];

  /** `saved` are the options that Keras's config holds, in its order: all unless told. */
  constructor(className: string, name: string, options: A & LossOptions, defaults: A, saved?: readonly string[]) {
    const keys = Object.keys(defaults);
    const own = checkOptions(className, options, [...keys, "name", "reduction", "dtype"]);
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

function bothMasks(a: Tensor | null, b: Tensor | null): Tensor | null {
  return a && b ? ops.logicalAnd(a, b) : (a ?? b);
}

/** A mask as sample weights: with a mean, what counts is scaled so that the mean is over what counts. */
function maskedWeight(mask: Tensor, weight: Tensor | undefined, reduction: Reduction): Tensor {
  let own = ops.cast(mask, "float32");
  if (reduction === "mean" || reduction === "sum_over_batch_size") {
    own = ops.multiply(own, divideNoNan(scalar(mask.size), ops.sum(own)));
  }
  if (!weight) return own;
  const [m, w] = sameRank(own, weight);
  return ops.multiply(w, m);
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

/** Targets moved toward the middle of `count` classes; those of the last axis by default. */
export function smoothed(target: Tensor, by: number, count: number = target.dims[target.rank - 1]!): Tensor {
  return by ? ops.add(ops.multiply(target, 1 - by), by / count) : target;
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
