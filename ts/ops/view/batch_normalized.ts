/** Normalization by the statistics of the batch at hand: the usual formula, with a gradient of few passes over the data. */
import type { Op } from "../../core/op";
import { makeNode, type Tensor } from "../../core/tensor";
import { batchNormalization } from "../composite/batch_normalization";
import { moments } from "../composite/moments";
import { stopGradient } from "./stop_gradient";

/**
 * The record of `batch_normalized`: a view of its first input, the result, which depends on the others: x, then gamma and beta where there
 * are such. With g the gradient, m and v the moments, i = 1 / sqrt(v + epsilon) and n rows (Ioffe and Szegedy, 2015, section 3):
 * of beta sum g, of gamma i sum g (x - m), of x gamma i (g - (sum g + (x - m) i^2 sum g (x - m)) / n).
 */
export const batchNormalizedOp: Op = {
  name: "batch_normalized",
  kind: "move",
  infer: ([y]) => ({ shape: y!.dims, dtype: y!.dtype }),
  gradient: ({ inputs: [, x, ...affine], attributes }, g, k) => {
    const { axis, epsilon, scaled } = attributes as { axis: number; epsilon: number; scaled: boolean };
    const gamma = scaled ? affine[0] : undefined;
    const axes = x!.dims.flatMap((_, i) => (i === axis ? [] : [i]));
    const along = { axis: axes, keepdims: true };
    const column = x!.dims.map((d, i) => (i === axis ? d : 1));
    const [middle, variance] = moments(x!, axes, { keepdims: true }) as [Tensor, Tensor];
    const shift = k.sum(g, along);
    // Each pass makes the difference anew, in words of its own, so that none is kept for the next: x is.
    const turn = k.sum(k.multiply(g, k.add(x!, k.negative(middle))), along);
    const inverse = k.rsqrt(k.add(variance, epsilon));
    const rows = x!.size / x!.dims[axis]!;
    const scale = gamma ? k.multiply(k.reshape(gamma, column), inverse) : inverse;
    const drift = k.negative(k.divide(k.multiply(scale, shift), rows));
    const slope = k.divide(k.multiply(k.multiply(scale, k.square(inverse)), turn), rows);
    const dx = k.add(k.add(k.multiply(g, scale), k.multiply(k.subtract(middle, x!), slope)), drift);
    const features = (v: Tensor): Tensor => k.reshape(v, [x!.dims[axis]!]);
    const own = [...(gamma ? [features(k.multiply(turn, inverse))] : []), features(shift)];
    return [undefined, dx, ...affine.map((_, i) => own[i])];
  },
};

/** What `normalizeByBatch` may have beside x. */
export interface Affine {
  readonly scale: Tensor | undefined;
  readonly offset: Tensor | undefined;
}

/** x normalized over all axes but one by its own moments, which come with it. */
export function normalizeByBatch(
  x: Tensor,
  axis: number,
  epsilon: number,
  { scale, offset }: Affine,
): { y: Tensor; mean: Tensor; variance: Tensor } {
  const axes = x.dims.flatMap((_, i) => (i === axis ? [] : [i]));
  const [middle, variance] = moments(x, axes) as [Tensor, Tensor];
  const y = batchNormalization(x, middle, variance, axis, { scale: scale ?? null, offset: offset ?? null, epsilon });
  const affine = [scale, offset].filter((v) => v !== undefined);
  const made = makeNode(batchNormalizedOp, [stopGradient(y), x, ...affine], {
    axis,
    epsilon,
    scaled: scale !== undefined,
  });
  return { y: made, mean: middle, variance };
}
