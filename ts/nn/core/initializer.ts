/** The base of initializers. */
import { ShapeError } from "../../core/errors";
import { type Dims, sameShape } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import type { Config, Serializable } from "./serialize";

/** Gives the first values of a weight. */
export abstract class Initializer implements Serializable {
  /** A tensor of first values. */
  abstract apply(shape: Dims, dtype?: string): Tensor;

  /** What makes the tensor when it is needed; random draws are settled now. For initializers that work at once. */
  later(shape: Dims, dtype?: string): () => Tensor {
    const value = this.apply(shape, dtype);
    if (sameShape(value.shape, shape)) return () => value;
    throw new ShapeError(this.constructor.name, "gives a tensor of another shape", {
      expected: `shape [${shape}]`,
      received: { shape: value.shape },
    });
  }

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
