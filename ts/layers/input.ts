import { ValueError } from "../core/errors";
import { checkOptions } from "../core/options";
import type { Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import { inputTensor } from "./core/symbols";

/** Options of `input`. */
export interface InputOptions {
  /** The shape of one sample; null for a size that varies. */
  shape?: Shape;
  batchSize?: number | null;
  /** The shape with the batch, instead of the two above. */
  batchShape?: Shape;
  dtype?: string;
  name?: string;
}

/**
 * A symbolic tensor: where data enters a model.
 *
 * @throws ValueError without a shape.
 * @example layers.input({ shape: [28, 28, 1] }).shape // [ null, 28, 28, 1 ]
 */
export function input(options: InputOptions): Tensor {
  const form = "input({ shape: [28, 28, 1] })";
  const keys = ["shape", "batchSize", "batchShape", "dtype", "name"];
  const { shape, batchSize, batchShape, dtype, name } = checkOptions("input", options, keys, form);
  const whole = batchShape ?? (Array.isArray(shape) ? [batchSize ?? null, ...shape] : undefined);
  if (!Array.isArray(whole) || !whole.every((d) => d === null || (Number.isInteger(d) && d > 0))) {
    throw new ValueError("input", "needs a shape", {
      expected: "positive whole numbers, or null for a size that varies",
      received: { shape: shape ?? batchShape },
      fix: `Write ${form}`,
    });
  }
  return inputTensor(whole, dtype, name);
}
