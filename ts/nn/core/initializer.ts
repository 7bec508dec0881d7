/** The base of initializers. */
import type { Dims } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import type { Config, Serializable } from "./serialize";

/** Gives the first values of a weight. */
export abstract class Initializer implements Serializable {
  /** A tensor of first values. */
  abstract apply(shape: Dims, dtype?: string): Tensor;

  getConfig(): Config {
    return {};
  }
}

/** Inputs and outputs of one unit: for kernels of convolutions the window counts on both sides. */
export function fans(shape: Dims): { fanIn: number; fanOut: number } {
  if (shape.length < 1) return { fanIn: 1, fanOut: 1 };
  if (shape.length === 1) return { fanIn: shape[0]!, fanOut: shape[0]! };
  if (shape.length === 2) return { fanIn: shape[0]!, fanOut: shape[1]! };
  const window = shape.slice(0, -2).reduce((size, d) => size * d, 1);
  return { fanIn: window * shape[shape.length - 2]!, fanOut: window * shape[shape.length - 1]! };
}
