import { tensorFrom } from "../../core/convert";
import { ShapeError, ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import type { Dims } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import { Initializer } from "../core/initializer";
import type { Config } from "../core/serialize";

/**
 * Ones on the diagonal of a matrix, times a gain; zeros elsewhere.
 *
 * @throws ShapeError for what is no matrix.
 * @example K.eval(initializers.identity({ gain: 2 }).apply([2, 2])) // [[2. 0.] [0. 2.]]
 */
export class Identity extends Initializer {
  static className = "Identity";
  static aliases: readonly string[] = ["IdentityInitializer"];
  readonly gain: number;

  constructor(options?: { gain?: number }) {
    super();
    this.gain = checkOptions("Identity", options, ["gain"]).gain ?? 1;
    if (typeof this.gain !== "number")
      throw new ValueError("Identity", "gain is no number", { received: { gain: this.gain } });
  }

  override apply(shape: Dims, dtype = "float32"): Tensor {
    return this.later(shape, dtype)();
  }

  override later(shape: Dims, dtype = "float32"): () => Tensor {
    if (shape.length !== 2) {
      throw new ShapeError("Identity", "makes matrices only", { expected: "two axes", received: { shape } });
    }
    const [rows, columns] = shape as [number, number];
    return () => {
      const values = new Float32Array(rows * columns);
      for (let i = 0; i < Math.min(rows, columns); i++) values[i * columns + i] = this.gain;
      return tensorFrom("Identity", values, shape, dtype);
    };
  }

  override getConfig(): Config {
    return { gain: this.gain };
  }
}

/** Makes an `Identity`. */
export function identity(options?: { gain?: number }): Identity {
  return new Identity(options);
}
