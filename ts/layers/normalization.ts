import { type NestedValues, nestedShape, type TensorLike, toTensor } from "../core/convert";
import { ShapeError, StateError, ValueError } from "../core/errors";
import type { Dims, Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Variable } from "../core/variable";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { type AdaptData, type AdaptOptions, eachBatch } from "./core/adapt";
import { oneInput, showSizes } from "./core/inputs";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { RunningMoments } from "./core/moments";
import { layerOptions } from "./core/options";

/** Options of `Normalization`. */
export interface NormalizationOptions extends LayerOptions {
  /** Axes that keep a mean and a variance for each place; -1, the last, by default; null for one of all. */
  axis?: number | readonly number[] | null;
  /** Given instead of learned by `adapt`: numbers, or nested arrays along the axes. */
  mean?: NestedValues | null;
  variance?: NestedValues | null;
  /** Whether numbers go back from normal to what they were. */
  invert?: boolean;
}

/** The smallest number that is divided by. */
const EPSILON = 1e-7;

/**
 * (x - mean) / sqrt(variance), with the mean and variance of data that `adapt` saw, or that were given. Input and output of any
 * shape.
 *
 * @throws ShapeError when data has other sizes along the axes.
 * @example layers.normalization({ mean: 3, variance: 4 }).apply([[1], [5]]) // [[-1.] [ 1.]]
 */
export class Normalization extends Layer {
  static override className = "Normalization";
  override supportsMasking = true;
  readonly axis: readonly number[];
  readonly invert: boolean;
  readonly #mean: NestedValues | null;
  readonly #variance: NestedValues | null;
  adaptMean: Variable | undefined;
  adaptVariance: Variable | undefined;
  count: Variable | undefined;

  constructor(options: NormalizationOptions = {}) {
    const own = layerOptions("Normalization", options, ["axis", "mean", "variance", "invert"]);
    super(own);
    const { axis = -1 } = own;
    this.axis = axis === null ? [] : typeof axis === "number" ? [axis] : [...axis];
    if (!this.axis.every(Number.isInteger)) {
      throw new ValueError(this.name, "axis is no whole number or list of them", { received: { axis } });
    }
    this.invert = own.invert ?? false;
    this.#mean = own.mean ?? null;
    this.#variance = own.variance ?? null;
    if ((this.#mean === null) !== (this.#variance === null)) {
      throw new ValueError(this.name, "mean and variance go together", {
        received: { mean: this.#mean, variance: this.#variance },
      });
    }
    if (this.#mean === null) return;
    const [mean, variance] = [nestedShape(this.name, this.#mean), nestedShape(this.name, this.#variance!)];
    if (String(mean) !== String(variance) || mean.length > this.axis.length) {
      throw new ShapeError(this.name, "mean and variance do not fit", {
        expected: `the same shape, of at most ${this.axis.length} axes`,
        received: `a mean of shape [${mean}] and a variance of shape [${variance}]`,
      });
    }
  }

  /** The axes that are kept, for a rank, sorted. */
  #kept(shape: Shape): number[] {
    const rank = shape.length;
    if (this.axis.some((axis) => axis < -rank || axis >= rank)) {
      throw new ShapeError(this.name, "an axis is not among those of the input", {
        received: { "x.shape": shape, axis: this.axis },
      });
    }
    return this.axis.map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);
  }

  override build(inputShape: Shape): void {
    const kept = this.#kept(inputShape);
    const sizes = kept.map((axis) => inputShape[axis]!);
    if (sizes.includes(null as never)) {
      throw new ShapeError(this.name, "needs known sizes along its axes", {
        received: { "x.shape": inputShape, axis: this.axis },
      });
    }
    if (this.#mean !== null) {
      this.#place(this.#mean, inputShape);
      return;
    }
    this.adaptMean = this.addWeight({ name: "mean", shape: sizes, initializer: "zeros", trainable: false });
    this.adaptVariance = this.addWeight({ name: "variance", shape: sizes, initializer: "ones", trainable: false });
    this.count = this.addWeight({ name: "count", shape: [], dtype: "int32", initializer: "zeros", trainable: false });
  }

  override checkInput(shapes: Shapes): void {
    const shape = oneInput(this.name, shapes);
    const built = this.buildShape as Shape;
    const fits = shape.length === built.length && this.#kept(built).every((axis) => shape[axis] === built[axis]);
    if (fits) return;
    const expected = built.map((d, axis) => (this.#kept(built).includes(axis) ? d : "..."));
    throw new ShapeError(this.name, "the data has other sizes than the layer was built for", {
      expected: `shape ${showSizes(expected)}`,
      received: { "x.shape": shape },
    });
  }

  /** What was given, as it stands against an input: its axes are the last of those that are kept. */
  #place(value: NestedValues, shape: Shape): Tensor {
    const given = toTensor(this.name, value as TensorLike, "float32");
    const kept = this.#kept(shape);
    const dims: number[] = shape.map(() => 1);
    for (let i = 1; i <= given.rank; i++) {
      const axis = kept.at(-i)!;
      const size = given.dims.at(-i)!;
      if (size !== 1 && shape[axis] !== size) {
        throw new ShapeError(this.name, "mean and variance do not fit the input", {
          expected: `${shape[axis]} numbers along axis ${axis}`,
          received: { "mean.shape": given.dims, "x.shape": shape },
        });
      }
      dims[axis] = size;
    }
    return ops.reshape(given, dims);
  }

  /**
   * Learns mean and variance from an array or from batches of the shape of the layer's inputs. What came before is forgotten.
   *
   * @throws ShapeError when data does not fit what the layer was built for.
   */
  async adapt(data: AdaptData, options?: AdaptOptions): Promise<void> {
    if (this.#mean !== null) {
      throw new StateError(this.name, "cannot adapt: its mean and variance were given");
    }
    let moments: RunningMoments | undefined;
    const rest = eachBatch(this.name, data, options, (batch) => {
      const x = this.#rows(batch);
      if (x.size === 0) return;
      this.ensureBuilt(x.shape);
      moments ??= new RunningMoments(this.#kept(x.shape));
      moments.add(x.peek("adapt"), x.dims);
    });
    if (rest) await rest;
    if (!moments || moments.empty) throw new ValueError(this.name, "adapt got no data");
    this.adaptMean!.write(Float32Array.from(moments.mean));
    this.adaptVariance!.write(Float32Array.from(moments.variance));
  }

  /** A batch; a flat array has rows of the shape that the layer was built for. */
  #rows(batch: TensorLike): Tensor {
    const x = ops.cast(toTensor(this.name, batch), "float32");
    const row = (this.buildShape as Shape | undefined)?.slice(1);
    if (!ArrayBuffer.isView(batch) || !row || row.includes(null)) return x;
    return ops.reshape(x, [-1, ...(row as Dims)]);
  }

  override call(inputs: Tensor): Tensor {
    const x = ops.cast(inputs, "float32");
    const kept = this.#kept(x.shape);
    const dims = x.dims.map((d, axis) => (kept.includes(axis) ? d : 1));
    const weight = (given: NestedValues | null, learned: Variable | undefined): Tensor =>
      given === null ? ops.reshape(learned!, dims) : this.#place(given, x.shape);
    const mean = weight(this.#mean, this.adaptMean);
    const spread = ops.maximum(ops.sqrt(weight(this.#variance, this.adaptVariance)), EPSILON);
    return this.invert ? ops.add(mean, ops.multiply(x, spread)) : ops.divide(ops.subtract(x, mean), spread);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      axis: this.axis,
      invert: this.invert,
      mean: this.#mean,
      variance: this.#variance,
    };
  }
}

/** Makes a `Normalization` layer. */
export function normalization(options: NormalizationOptions = {}): Normalization {
  return new Normalization(options);
}
