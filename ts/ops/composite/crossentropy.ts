/** Cross-entropies as keras.ops.nn has them, by Keras's own clipping rule. */
import { type TensorLike, toIndices, toTensor } from "../../core/convert";
import { isInteger } from "../../core/dtypes";
import { ShapeError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { normalizeAxis, sameShape } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { add } from "../add";
import { cast } from "../cast";
import { divide } from "../divide";
import { log } from "../log";
import { multiply } from "../multiply";
import { negative } from "../negative";
import { oneHot } from "../one_hot";
import { softmaxCrossEntropy } from "../softmax_cross_entropy";
import { softplus } from "../softplus";
import { sparseSoftmaxCrossEntropy } from "../sparse_softmax_cross_entropy";
import { subtract } from "../subtract";
import { sum } from "../sum";
import { transpose } from "../transpose";
import { reshape } from "../view/reshape";
import { clip } from "./clip";

/** Keras's fuzz factor. */
const EPSILON = 1e-7;

/** Options of the cross-entropies. */
export interface CrossentropyOptions {
  /** Whether the output is logits rather than probabilities. */
  fromLogits?: boolean;
  /** The axis of the classes; -1 by default. */
  axis?: number;
}

const FORM = "(target, output, { fromLogits: true })";

/** Brings the classes to the last axis. */
function classesLast(where: string, x: Tensor, axis: number | undefined): Tensor {
  const at = normalizeAxis(where, axis ?? -1, x.rank);
  const order = x.dims.map((_, i) => i).filter((i) => i !== at);
  return transpose(x, { axes: [...order, at] });
}

/** p over its sum, clipped to [1e-7, 1 - 1e-7]. */
function probabilities(p: Tensor): Tensor {
  return clip(divide(p, sum(p, { axis: -1, keepdims: true })), EPSILON, 1 - EPSILON);
}

/**
 * -sum(target * log(output)) along the classes.
 *
 * @param target [..., classes], probabilities
 * @param output [..., classes], probabilities or logits
 * @throws ShapeError when the shapes differ.
 * @example K.eval(ops.categoricalCrossentropy([[0, 1]], [[0, 0]], { fromLogits: true })) // [0.6931472]
 */
export const categoricalCrossentropy: (
  target: TensorLike,
  output: TensorLike,
  options?: CrossentropyOptions,
) => Tensor = callable(
  "categorical_crossentropy",
  (target: TensorLike, output: TensorLike, options?: CrossentropyOptions): Tensor => {
    const where = "categorical_crossentropy";
    const { fromLogits, axis } = checkOptions(
      where,
      options,
      ["fromLogits", "axis"],
      `ops.categoricalCrossentropy${FORM}`,
    );
    const t = cast(toTensor(where, target), "float32");
    const y = cast(toTensor(where, output), "float32");
    if (!sameShape(t.shape, y.shape) || y.rank === 0) {
      throw new ShapeError(where, "target and output differ in shape", {
        received: { "target.shape": t.shape, "output.shape": y.shape },
        fix: "For whole-number labels use sparseCategoricalCrossentropy",
      });
    }
    const [tl, yl] = [classesLast(where, t, axis), classesLast(where, y, axis)];
    if (fromLogits) return softmaxCrossEntropy(yl, tl);
    return negative(sum(multiply(tl, log(probabilities(yl))), { axis: -1 }));
  },
);

/**
 * -log(output) at each label.
 *
 * @param target whole numbers [...] or [..., 1]
 * @param output [..., classes], probabilities or logits
 * @throws ShapeError when the shapes do not match; a label out of range stops the program.
 * @example K.eval(ops.sparseCategoricalCrossentropy([1], [[0, 0]], { fromLogits: true })) // [0.6931472]
 */
export const sparseCategoricalCrossentropy: (
  target: TensorLike,
  output: TensorLike,
  options?: CrossentropyOptions,
) => Tensor = callable(
  "sparse_categorical_crossentropy",
  (target: TensorLike, output: TensorLike, options?: CrossentropyOptions): Tensor => {
    const where = "sparse_categorical_crossentropy";
    const form = `ops.sparseCategoricalCrossentropy${FORM}`;
    const { fromLogits, axis } = checkOptions(where, options, ["fromLogits", "axis"], form);
    let t = cast(toIndices(where, target), "int32");
    const y = classesLast(where, cast(toTensor(where, output), "float32"), axis);
    if (t.rank === y.rank && t.dims[t.rank - 1] === 1) t = reshape(t, t.dims.slice(0, -1));
    if (!sameShape(t.shape, y.shape.slice(0, -1))) {
      throw new ShapeError(where, "the labels do not match the output", {
        expected: `labels of shape [${y.shape.slice(0, -1)}]`,
        received: { "target.shape": t.shape, "output.shape": y.shape },
      });
    }
    if (fromLogits) return sparseSoftmaxCrossEntropy(y, t);
    const hot = oneHot(t, y.dims[y.rank - 1]!, { checked: true });
    return negative(sum(multiply(hot, log(probabilities(y))), { axis: -1 }));
  },
);

/**
 * -(target log(output) + (1 - target) log(1 - output)), element by element.
 *
 * @throws ShapeError when the shapes differ.
 * @example K.eval(ops.binaryCrossentropy([1], [0], { fromLogits: true })) // [0.6931472]
 */
export const binaryCrossentropy: (
  target: TensorLike,
  output: TensorLike,
  options?: { fromLogits?: boolean },
) => Tensor = callable(
  "binary_crossentropy",
  (target: TensorLike, output: TensorLike, options?: { fromLogits?: boolean }): Tensor => {
    const where = "binary_crossentropy";
    const { fromLogits } = checkOptions(where, options, ["fromLogits"], `ops.binaryCrossentropy${FORM}`);
    const t = cast(toTensor(where, target), "float32");
    const y = toTensor(where, output);
    if (isInteger(y.dtype) || !sameShape(t.shape, y.shape)) {
      throw new ShapeError(where, "target and output differ", {
        expected: "a float output of the target's shape",
        received: { "target.shape": t.shape, "output.shape": y.shape, "output.dtype": y.dtype },
      });
    }
    if (fromLogits) {
      // log(1 + exp(y)) - y t = max(y, 0) - y t + log(1 + exp(-|y|)), whose gradient is sigmoid(y) - t.
      return subtract(softplus(y), multiply(y, t));
    }
    const p = clip(y, EPSILON, 1 - EPSILON);
    const q = multiply(subtract(1, t), log(subtract(1, p)));
    return negative(add(multiply(t, log(p)), q));
  },
);
