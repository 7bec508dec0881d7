/** Batch renormalization (Ioffe, 2017): training sees what inference will see, corrected by moving statistics of its own. */
import { ValueError } from "../../core/errors";
import type { Dims } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import type { Variable } from "../../core/variable";
import * as initializers from "../../nn/initializers";
import * as ops from "../../ops/gen/public";

/** Bounds of the corrections r and d: rmin <= r <= rmax, |d| <= dmax. */
export interface RenormClipping {
  rmin?: number;
  rmax?: number;
  dmax?: number;
}

const KEYS = ["rmin", "rmax", "dmax"];

/** The bounds, checked. @throws ValueError for others, and for such that nothing lies between. */
export function checkClipping(where: string, value: unknown): RenormClipping {
  const clipping = (value ?? {}) as RenormClipping;
  const known = typeof clipping === "object" && Object.keys(clipping).every((key) => KEYS.includes(key));
  const { rmin, rmax, dmax } = clipping;
  const numbers = [rmin, rmax, dmax].every((bound) => bound === undefined || bound === null || Number.isFinite(bound));
  if (!known || !numbers || (rmin ?? 0) > (rmax ?? Number.POSITIVE_INFINITY) || (dmax ?? 0) < 0) {
    throw new ValueError(where, "renormClipping does not fit", {
      expected: "{ rmin, rmax, dmax }: numbers, rmin at most rmax, dmax not negative",
      received: { renormClipping: value },
    });
  }
  return clipping;
}

/** The statistics of one layer. */
export interface Statistics {
  readonly mean: Variable;
  readonly variance: Variable;
  readonly stddev: Variable;
  readonly renormMean: Variable;
  readonly renormStddev: Variable;
}

/** How statistics move. */
export interface RenormSettings {
  readonly momentum: number;
  readonly renormMomentum: number;
  readonly epsilon: number;
  readonly clipping: RenormClipping;
}

/** The square root of what another initializer draws. */
export class StddevOf extends initializers.Initializer {
  readonly #variance: initializers.Initializer;

  constructor(variance: initializers.Initializer) {
    super();
    this.#variance = variance;
  }

  override apply(shape: Dims, dtype?: string): Tensor {
    return ops.sqrt(this.#variance.apply(shape, dtype));
  }
}

/**
 * Moves the statistics towards those of a batch, and says what to normalize with:
 * ((x - mean) / stddev * r + d) * gamma + beta, r and d being constants to the gradient.
 */
export function renormalize(
  own: Statistics,
  settings: RenormSettings,
  batch: { mean: Tensor; variance: Tensor },
  affine: { gamma: Variable | undefined; beta: Variable | undefined },
): { scale: Tensor; offset: Tensor } {
  const { epsilon, clipping, momentum, renormMomentum } = settings;
  const { mean, variance } = batch;
  const stddev = ops.sqrt(ops.add(variance, epsilon));
  const usual = ops.maximum(own.renormStddev, Math.sqrt(epsilon));
  let r = ops.divide(stddev, usual);
  let d = ops.divide(ops.subtract(mean, own.renormMean), usual);
  if (typeof clipping.rmin === "number") r = ops.maximum(r, clipping.rmin);
  if (typeof clipping.rmax === "number") r = ops.minimum(r, clipping.rmax);
  if (typeof clipping.dmax === "number") d = ops.clip(d, -clipping.dmax, clipping.dmax);
  [r, d] = [ops.stopGradient(r), ops.stopGradient(d)];

  const moved = (old: Variable, value: Tensor, keep: number): Tensor =>
    ops.add(ops.multiply(old, keep), ops.multiply(value, 1 - keep));
  own.renormMean.assign(moved(own.renormMean, mean, renormMomentum));
  own.renormStddev.assign(moved(own.renormStddev, stddev, renormMomentum));
  own.mean.assign(moved(own.mean, mean, momentum));
  const spread = moved(own.stddev, stddev, momentum);
  own.stddev.assign(spread);
  own.variance.assign(ops.relu(ops.subtract(ops.square(spread), epsilon)));

  const scale = affine.gamma ? ops.multiply(r, affine.gamma) : r;
  const offset = affine.gamma ? ops.multiply(d, affine.gamma) : d;
  return { scale, offset: affine.beta ? ops.add(offset, affine.beta) : offset };
}
