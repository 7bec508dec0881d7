import { ShapeError, ValueError } from "../core/errors";
import { normalizeAxis, type Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Variable } from "../core/variable";
import * as constraints from "../nn/constraints";
import type { Config } from "../nn/core/serialize";
import * as initializers from "../nn/initializers";
import * as regularizers from "../nn/regularizers";
import * as ops from "../ops/gen/public";
import { normalizeByBatch } from "../ops/view/batch_normalized";
import { inputWithFeatures } from "./core/inputs";
import { type CallOptions, Layer, type LayerOptions, oneMask, type Shapes } from "./core/layer";
import { layerOptions } from "./core/options";
import { checkClipping, type RenormClipping, renormalize, type Statistics, StddevOf } from "./core/renorm";

/** Options of `BatchNormalization`. */
export interface BatchNormalizationOptions extends LayerOptions {
  /** The axis of the features, the last by default. */
  axis?: number;
  /** How much of the moving statistics a training step keeps; 0.99 by default. */
  momentum?: number;
  /** Added to the variance; 0.001 by default. */
  epsilon?: number;
  /** Whether `beta` is added. */
  center?: boolean;
  /** Whether `gamma` multiplies. */
  scale?: boolean;
  betaInitializer?: unknown;
  gammaInitializer?: unknown;
  movingMeanInitializer?: unknown;
  movingVarianceInitializer?: unknown;
  betaRegularizer?: unknown;
  gammaRegularizer?: unknown;
  betaConstraint?: unknown;
  gammaConstraint?: unknown;
  /** Whether training normalizes by moving statistics as inference does (Ioffe, 2017); false by default. */
  renorm?: boolean;
  /** Bounds of renorm's corrections: rmin, rmax and dmax. */
  renormClipping?: RenormClipping | null;
  /** How much of renorm's own statistics a training step keeps; 0.99 by default. */
  renormMomentum?: number;
  /** Kept in the config: whether several devices share their statistics. It changes nothing on one. */
  synchronized?: boolean;
}

const KEYS = [
  ...["axis", "momentum", "epsilon", "center", "scale", "betaInitializer", "gammaInitializer"],
  ...["movingMeanInitializer", "movingVarianceInitializer", "betaRegularizer", "gammaRegularizer", "renormMomentum"],
  ...["betaConstraint", "gammaConstraint", "renorm", "renormClipping", "synchronized"],
];

/** Keras's fuzz factor, for masked means. */
const FUZZ = 1e-7;

/**
 * Each feature brought to mean 0 and variance 1, then times gamma plus beta (Ioffe and Szegedy, 2015).
 *
 * Training uses the statistics of the batch and moves the moving ones, inference (and a layer that is not trainable)
 * uses the moving ones. Input and output [batch, ..., features].
 *
 * @throws ShapeError when the features differ from what the layer was built for.
 * @example layers.batchNormalization({ epsilon: 0 }).apply(K.constant([[1, 2]])) // [[1. 2.]]
 */
export class BatchNormalization extends Layer {
  static override className = "BatchNormalization";
  override supportsMasking = true;
  readonly axis: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  gamma: Variable | undefined;
  beta: Variable | undefined;
  movingMean!: Variable;
  movingVariance!: Variable;
  #rank = 0;
  readonly #initializers: Record<"beta" | "gamma" | "mean" | "variance", initializers.Initializer>;
  readonly #regularizers: Record<"beta" | "gamma", regularizers.Regularizer | undefined>;
  readonly #constraints: Record<"beta" | "gamma", constraints.Constraint | undefined>;
  readonly renorm: boolean;
  readonly synchronized: boolean;
  readonly renormClipping: RenormClipping | null;
  readonly renormMomentum: number;
  #renormed: Pick<Statistics, "stddev" | "renormMean" | "renormStddev"> | undefined;

  constructor(options?: BatchNormalizationOptions) {
    const own = layerOptions("BatchNormalization", options, KEYS);
    super(own);
    // Files of Keras 2 hold a list of one axis.
    const axis: unknown = Array.isArray(own.axis) && own.axis.length === 1 ? own.axis[0] : (own.axis ?? -1);
    this.axis = this.#number("axis", axis, Number.isInteger(axis), "a whole number");
    const { momentum = 0.99, epsilon = 1e-3 } = own;
    this.momentum = this.#number("momentum", momentum, momentum >= 0 && momentum <= 1, "a number from 0 to 1");
    this.epsilon = this.#number("epsilon", epsilon, epsilon >= 0, "a number that is not negative");
    this.center = own.center ?? true;
    this.scale = own.scale ?? true;
    const initializer = (value: unknown, usual: string): initializers.Initializer =>
      initializers.get(value ?? usual, this.name);
    this.#initializers = {
      beta: initializer(own.betaInitializer, "zeros"),
      gamma: initializer(own.gammaInitializer, "ones"),
      mean: initializer(own.movingMeanInitializer, "zeros"),
      variance: initializer(own.movingVarianceInitializer, "ones"),
    };
    this.#regularizers = {
      beta: regularizers.getOptional(own.betaRegularizer, this.name),
      gamma: regularizers.getOptional(own.gammaRegularizer, this.name),
    };
    this.#constraints = {
      beta: constraints.getOptional(own.betaConstraint, this.name),
      gamma: constraints.getOptional(own.gammaConstraint, this.name),
    };
    this.renorm = own.renorm ?? false;
    this.synchronized = own.synchronized ?? false;
    this.renormClipping = this.renorm ? checkClipping(this.name, own.renormClipping) : (own.renormClipping ?? null);
    this.renormMomentum = own.renormMomentum ?? 0.99;
  }

  #number(name: string, value: unknown, legal: boolean, expected: string): number {
    if (typeof value === "number" && legal) return value;
    throw new ValueError(this.name, `${name} does not fit`, { expected, received: { [name]: value } });
  }

  override build(inputShape: Shape): void {
    const shape = inputWithFeatures(this.name, inputShape);
    this.#rank = shape.length;
    const features = [shape[normalizeAxis(this.name, this.axis, shape.length)]!];
    const { beta, gamma, mean, variance } = this.#initializers;
    const weight = (name: "beta" | "gamma", initializer: initializers.Initializer): Variable =>
      this.addWeight({
        name,
        shape: features,
        initializer,
        regularizer: this.#regularizers[name],
        constraint: this.#constraints[name],
      });
    const statistic = (name: string, initializer: initializers.Initializer): Variable =>
      this.addWeight({ name, shape: features, initializer, trainable: false });
    if (this.scale) this.gamma = weight("gamma", gamma);
    if (this.center) this.beta = weight("beta", beta);
    this.movingMean = statistic("moving_mean", mean);
    this.movingVariance = statistic("moving_variance", variance);
    if (!this.renorm) return;
    const stddev = new StddevOf(variance);
    this.#renormed = {
      stddev: statistic("moving_stddev", stddev),
      renormMean: statistic("renorm_mean", mean),
      renormStddev: statistic("renorm_stddev", stddev),
    };
  }

  override checkInput(shapes: Shapes): void {
    const shape = inputWithFeatures(this.name, shapes);
    const wanted = this.movingMean.dims[0]!;
    if (shape.length !== this.#rank) {
      throw new ShapeError(this.name, `input has ${shape.length} axes but the layer was built for ${this.#rank}`, {
        expected: `rank ${this.#rank}`,
        received: { "x.shape": shape },
      });
    }
    const features = shape.at(this.axis);
    if (features === wanted) return;
    throw new ShapeError(this.name, `input has ${features} features but the layer was built for ${wanted}`, {
      expected: `size ${wanted} on axis ${this.axis}`,
      received: { "x.shape": shape },
    });
  }

  override call(inputs: Tensor, options: CallOptions): Tensor {
    const mask = oneMask(options);
    const x = ops.cast(inputs, "float32");
    const axis = normalizeAxis(this.name, this.axis, x.rank);
    let mean = this.movingMean.value;
    let variance = this.movingVariance.value;
    let affine: { scale: Tensor | Variable | null; offset: Tensor | Variable | null } = {
      scale: this.gamma ?? null,
      offset: this.beta ?? null,
    };
    const byBatch = options.training === true && this.trainable;
    if (byBatch && !mask && !this.#renormed) {
      const own = { scale: this.gamma?.value, offset: this.beta?.value };
      const { y, ...batch } = normalizeByBatch(x, axis, this.epsilon, own);
      this.movingMean.assign(this.#moved(mean, batch.mean));
      this.movingVariance.assign(this.#moved(variance, batch.variance));
      return y;
    }
    if (byBatch) {
      const axes = x.dims.flatMap((_, i) => (i === axis ? [] : [i]));
      const moving = [mean, variance] as const;
      [mean, variance] = mask ? this.#maskedMoments(x, axes, mask) : (ops.moments(x, axes) as [Tensor, Tensor]);
      if (this.#renormed) {
        const own = { mean: this.movingMean, variance: this.movingVariance, ...this.#renormed };
        affine = renormalize(own, { ...this, clipping: this.renormClipping ?? {} }, { mean, variance }, this);
      } else {
        this.movingMean.assign(this.#moved(moving[0], mean));
        this.movingVariance.assign(this.#moved(moving[1], variance));
      }
    }
    return ops.batchNormalization(x, mean, variance, axis, { ...affine, epsilon: this.epsilon });
  }

  #moved(old: Tensor, value: Tensor): Tensor {
    return ops.add(ops.multiply(old, this.momentum), ops.multiply(value, 1 - this.momentum));
  }

  /** Mean and variance of what the mask [batch, ...] keeps. */
  #maskedMoments(x: Tensor, axes: readonly number[], mask: Tensor): [Tensor, Tensor] {
    if (mask.rank !== x.rank - 1) {
      throw new ShapeError(this.name, "the mask does not fit the input", {
        expected: "one axis less than the input",
        received: { "mask.shape": mask.shape, "x.shape": x.shape },
      });
    }
    const kept = ops.broadcastTo(ops.expandDims(ops.cast(mask, "bool"), -1), x.dims);
    const folded = { axis: axes, keepdims: true };
    const count = ops.add(ops.sum(ops.cast(kept, "float32"), folded), FUZZ);
    const mean = ops.divide(ops.sum(ops.where(kept, x, 0), folded), count);
    const spread = ops.square(ops.where(kept, ops.subtract(x, mean), 0));
    const variance = ops.divide(ops.sum(spread, folded), count);
    return [ops.reshape(mean, [-1]), ops.reshape(variance, [-1])];
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      axis: this.axis,
      momentum: this.momentum,
      epsilon: this.epsilon,
      center: this.center,
      scale: this.scale,
      beta_initializer: initializers.serialize(this.#initializers.beta),
      gamma_initializer: initializers.serialize(this.#initializers.gamma),
      moving_mean_initializer: initializers.serialize(this.#initializers.mean),
      moving_variance_initializer: initializers.serialize(this.#initializers.variance),
      beta_regularizer: regularizers.serializeOptional(this.#regularizers.beta),
      gamma_regularizer: regularizers.serializeOptional(this.#regularizers.gamma),
      beta_constraint: constraints.serializeOptional(this.#constraints.beta),
      gamma_constraint: constraints.serializeOptional(this.#constraints.gamma),
      synchronized: this.synchronized,
      renorm: this.renorm,
      renorm_clipping: this.renormClipping,
      renorm_momentum: this.renormMomentum,
    };
  }
}

/** Makes a `BatchNormalization` layer. */
export function batchNormalization(options?: BatchNormalizationOptions): BatchNormalization {
  return new BatchNormalization(options);
}
