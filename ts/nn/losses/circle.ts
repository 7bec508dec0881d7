import { type TensorLike, toTensor } from "../../core/convert";
import { setMask } from "../../core/mask";
import { filledOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { LossOf, type LossOptions } from "../core/loss";

/** Options of `Circle`. */
export interface CircleOptions extends LossOptions {
  /** The scale of similarities; 80 by default. */
  gamma?: number;
  /** How far apart the classes are kept; 0.4 by default. */
  margin?: number;
  /** Whether a sample is no pair with itself. */
  removeDiagonal?: boolean;
}

/** Options of `circle`. */
export interface CircleArgs extends Omit<CircleOptions, keyof LossOptions> {
  /** Labels and embeddings to compare with; those of the batch by default. */
  refLabels?: TensorLike | null;
  refEmbeddings?: TensorLike | null;
}

const DEFAULTS: { gamma: number; margin: number; removeDiagonal: boolean } = {
  gamma: 80,
  margin: 0.4,
  removeDiagonal: true,
};

/** log(sum(exp(x))) of the chosen elements of each row; 0 and no gradient where there are none. */
function logSumExp(x: Tensor, chosen: Tensor, some: Tensor): Tensor {
  const low = ops.where(chosen, x, -1e30);
  const top = ops.stopGradient(ops.max(low, { axis: 1, keepdims: true }));
  const powers = ops.where(chosen, ops.exp(ops.subtract(low, top)), 0);
  const total = ops.where(some, ops.sum(powers, { axis: 1 }), 1);
  return ops.add(ops.log(total), ops.where(some, ops.squeeze(top, { axis: 1 }), 0));
}

/**
 * The circle loss of L2-normalised embeddings and whole-number labels (Sun et al., 2020).
 *
 * Samples without a pair of both kinds give 0.
 *
 * @param yTrue [batch] or [batch, 1]
 * @param yPred [batch, size], each row of length 1
 * @example K.eval(losses.circle([1, 2], [[1, 0], [0, 1]])) // [0. 0.]
 */
export function circle(yTrue: TensorLike, yPred: TensorLike, options: CircleArgs = {}): Tensor {
  const empty: Pick<CircleArgs, "refLabels" | "refEmbeddings"> = { refLabels: null, refEmbeddings: null };
  const own = filledOptions<Required<CircleArgs>>("circle", options, { ...DEFAULTS, ...empty } as Required<CircleArgs>);
  const { gamma, margin, removeDiagonal } = own;
  const p = ops.cast(toTensor("circle", yPred), "float32");
  const labels = ops.cast(toTensor("circle", yTrue), "int32");
  const column = (x: Tensor): Tensor => (x.rank === 1 ? ops.expandDims(x, 1) : x);
  const others = ops.cast(toTensor("circle", own.refLabels ?? labels), "int32");
  const references = ops.cast(toTensor("circle", own.refEmbeddings ?? p), "float32");
  const distance = ops.maximum(ops.subtract(1, ops.matmul(p, ops.transpose(references))), 0);
  const same = ops.equal(column(labels), ops.transpose(column(others)));
  const unlike = ops.logicalNot(same);
  const [rows, columns] = distance.dims as [number, number];
  const diagonal = ops.equal(ops.expandDims(ops.arange(rows), 1), ops.arange(columns));
  const alike = removeDiagonal ? ops.logicalAnd(same, ops.logicalNot(diagonal)) : same;
  const near = ops.maximum(ops.add(margin, distance), 0);
  const far = ops.maximum(ops.subtract(1 + margin, distance), 0);
  const pull = ops.multiply(ops.multiply(-gamma, near), ops.subtract(margin, distance));
  const push = ops.multiply(ops.multiply(gamma, far), ops.subtract(1 - margin, distance));
  const both = ops.logicalAnd(ops.any(alike, { axis: 1 }), ops.any(unlike, { axis: 1 }));
  const sum = ops.add(logSumExp(pull, alike, both), logSumExp(push, unlike, both));
  const result = ops.where(both, ops.softplus(sum), 0);
  setMask(result, ops.greater(result, 0));
  return result;
}

/** `circle` as a loss; the mean is over the samples that have one. */
export class Circle extends LossOf<CircleOptions> {
  static override className = "Circle";
  declare readonly gamma: number;
  declare readonly margin: number;
  declare readonly removeDiagonal: boolean;

  constructor(options: CircleOptions = {}) {
    super("Circle", "circle", options, DEFAULTS);
  }

  override call(yTrue: Tensor, yPred: Tensor): Tensor {
    return circle(yTrue, yPred, this.args);
  }
}
