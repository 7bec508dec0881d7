import * as random from "../../backend/random";
import { tensorFrom } from "../../core/convert";
import { ShapeError, ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import type { Dims } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import { Initializer } from "../core/initializer";
import type { Config } from "../core/serialize";

/** Options of `Orthogonal`. */
export interface OrthogonalOptions {
  /** What the matrix is multiplied with; 1 by default. */
  gain?: number;
  /** The same seed gives the same values every time. */
  seed?: number | null;
}

/**
 * A random matrix with orthogonal rows or columns, whichever are fewer (Saxe et al., 2014). All axes but the last count
 * as rows.
 *
 * @throws ShapeError for fewer than two axes.
 * @example initializers.orthogonal({ seed: 1 }).apply([2, 3]).shape // [ 2, 3 ]
 */
export class Orthogonal extends Initializer {
  static className = "Orthogonal";
  static aliases: readonly string[] = ["OrthogonalInitializer"];
  readonly gain: number;
  readonly seed: number | null;

  constructor(options?: OrthogonalOptions) {
    super();
    const own = checkOptions("Orthogonal", options, ["gain", "seed"]);
    this.gain = own.gain ?? 1;
    if (typeof this.gain !== "number") {
      throw new ValueError("Orthogonal", "gain is no number", { received: { gain: own.gain } });
    }
    this.seed = own.seed ?? null;
  }

  override apply(shape: Dims, dtype = "float32"): Tensor {
    return this.later(shape, dtype)();
  }

  override later(shape: Dims, dtype = "float32"): () => Tensor {
    if (shape.length < 2) {
      throw new ShapeError("Orthogonal", "needs two axes or more", { received: { shape } });
    }
    const columns = shape[shape.length - 1]!;
    const rows = shape.slice(0, -1).reduce((size, d) => size * d, 1);
    const [long, short] = [Math.max(rows, columns), Math.min(rows, columns)];
    const draw = random.normal([short, long], { seed: this.seed });
    return () => {
      const noise = Float64Array.from(draw.dataSync());
      orthonormalize(noise, short, long);
      const values = new Float32Array(rows * columns);
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          values[i * columns + j] = this.gain * noise[rows < columns ? i * long + j : j * long + i]!;
        }
      }
      return tensorFrom("Orthogonal", values, shape, dtype);
    };
  }

  override getConfig(): Config {
    return { seed: this.seed, gain: this.gain };
  }
}

/** Gram and Schmidt, each row twice: then nothing is left of the others. */
function orthonormalize(x: Float64Array, rows: number, columns: number): void {
  for (let i = 0; i < rows; i++) {
    const row = x.subarray(i * columns, (i + 1) * columns);
    for (let pass = 0; pass < 2; pass++) {
      for (let k = 0; k < i; k++) {
        const other = x.subarray(k * columns, (k + 1) * columns);
        let dot = 0;
        for (let j = 0; j < columns; j++) dot += row[j]! * other[j]!;
        for (let j = 0; j < columns; j++) row[j]! -= dot * other[j]!;
      }
    }
    const norm = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    for (let j = 0; j < columns; j++) row[j]! /= norm;
  }
}

/** Makes an `Orthogonal`. */
export function orthogonal(options?: OrthogonalOptions): Orthogonal {
  return new Orthogonal(options);
}
