/** Intersection over union, from a matrix of confusions. */
import { type TensorLike, toTensor } from "../../core/convert";
import { ValueError } from "../../core/errors";
import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import * as ops from "../../ops/gen/public";
import { Metric, type MetricOptions, type UpdateOptions, weightOf } from "./metric";
import { EPSILON } from "./numeric";
import type { Config } from "./serialize";

/** What all of the family know. */
export interface IoUSettings extends MetricOptions {
  numClasses: number;
  targetClassIds: readonly number[];
  ignoreClass?: number | null;
  sparseYTrue?: boolean;
  sparseYPred?: boolean;
  axis?: number;
}

/** All classes; none where their number is none. */
export function classes(count: number): number[] {
  return Array.from({ length: Math.max(0, count) || 0 }, (_, i) => i);
}

/** The base of IoU metrics. `saved` are the keys of Keras's config, in its order. */
export abstract class IoUMetric extends Metric {
  override readonly direction = "up";
  readonly numClasses: number;
  readonly targetClassIds: readonly number[];
  readonly ignoreClass: number | null;
  readonly sparseYTrue: boolean;
  readonly sparseYPred: boolean;
  readonly axis: number;
  readonly #matrix: Variable;
  readonly #dtype: "int32" | "float32";

  constructor(className: string, settings: IoUSettings) {
    super(settings);
    const { numClasses, targetClassIds } = settings;
    if (!Number.isInteger(numClasses) || numClasses < 1) {
      throw new ValueError(className, "numClasses is no positive whole number", { received: { numClasses } });
    }
    if (!Array.isArray(targetClassIds) || !targetClassIds.every((id) => id >= 0 && id < numClasses)) {
      throw new ValueError(className, "a target class is out of range", {
        expected: `whole numbers from 0 to ${numClasses - 1}`,
        received: { targetClassIds },
      });
    }
    this.numClasses = numClasses;
    this.targetClassIds = [...targetClassIds];
    this.ignoreClass = settings.ignoreClass ?? null;
    this.sparseYTrue = settings.sparseYTrue ?? true;
    this.sparseYPred = settings.sparseYPred ?? true;
    this.axis = settings.axis ?? -1;
    // Whole numbers unless told, as in Keras: weights are cut to them.
    this.#dtype = String(settings.dtype ?? "int").startsWith("float") ? "float32" : "int32";
    this.#matrix = this.addVariable({
      name: "total_confusion_matrix",
      shape: [numClasses, numClasses],
      dtype: this.#dtype,
    });
  }

  override updateState(yTrue: TensorLike, yPred?: TensorLike, options: UpdateOptions = {}): void {
    const given = weightOf(this.name, options);
    const labels = (x: TensorLike, sparse: boolean): Tensor => {
      const values = toTensor(this.name, x);
      return ops.reshape(ops.cast(sparse ? values : ops.argmax(values, { axis: this.axis }), "int32"), [-1]);
    };
    const [t, p] = [labels(yTrue, this.sparseYTrue), labels(yPred!, this.sparseYPred)];
    let weight = given ? ops.reshape(given, given.rank ? [-1] : []) : ops.ones([]);
    if (this.#dtype === "int32") weight = ops.cast(ops.cast(weight, "int32"), "float32");
    weight = ops.broadcastTo(weight, t.dims);
    if (this.ignoreClass !== null) weight = ops.where(ops.notEqual(t, this.ignoreClass), weight, 0);
    // Labels out of range are rows of zeros.
    const rows = ops.multiply(ops.oneHot(t, this.numClasses), ops.expandDims(weight, 1));
    const counts = ops.matmul(ops.transpose(rows), ops.oneHot(p, this.numClasses));
    this.#matrix.assign(ops.add(this.#matrix, ops.cast(counts, this.#dtype)));
  }

  override result(): Tensor {
    const n = this.numClasses;
    const matrix = ops.cast(this.#matrix.value, "float32");
    const diagonal = ops.equal(ops.expandDims(ops.arange(n), 1), ops.arange(n));
    const found = ops.sum(ops.where(diagonal, matrix, 0), { axis: 0 });
    const union = ops.subtract(ops.add(ops.sum(matrix, { axis: 0 }), ops.sum(matrix, { axis: 1 })), found);
    const ids = Int32Array.from(this.targetClassIds);
    const [inside, all] = [ops.take(found, ids), ops.take(union, ids)];
    const present = ops.greater(all, 1e-9);
    const each = ops.where(present, ops.divide(inside, ops.add(all, EPSILON)), 0);
    return ops.divide(ops.sum(each), ops.add(ops.sum(ops.cast(present, "float32")), EPSILON));
  }

  /** Keras's config: `keys` of all there is. */
  protected configOf(keys: readonly string[]): Config {
    const all: Config = {
      ...super.getConfig(),
      dtype: this.#dtype,
      num_classes: this.numClasses,
      target_class_ids: this.targetClassIds,
      ignore_class: this.ignoreClass,
      sparse_y_true: this.sparseYTrue,
      sparse_y_pred: this.sparseYPred,
      axis: this.axis,
    };
    return Object.fromEntries(keys.map((key) => [key, all[key]]));
  }
}
