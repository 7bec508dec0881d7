import { ShapeError, ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import { unit } from "../core/numeric";
import { Regularizer } from "../core/regularizer";
import type { Config } from "../core/serialize";

/** Options of `OrthogonalRegularizer`. */
export interface OrthogonalRegularizerOptions {
  /** The weight of the term; 0.01 by default. */
  factor?: number;
  /** What shall be orthogonal: "rows" (default) or "columns". */
  mode?: string;
}

/**
 * The mean of the absolute cosines between the rows, or columns, of a matrix.
 *
 * @throws ValueError for an unknown mode; ShapeError for what is no matrix.
 * @example K.eval(regularizers.orthogonalRegularizer().apply(K.constant([[1, 0], [0, 1]]))) // 0
 */
export class OrthogonalRegularizer extends Regularizer {
  static className = "OrthogonalRegularizer";
  readonly factor: number;
  readonly mode: string;

  constructor(options: OrthogonalRegularizerOptions = {}) {
    super();
    const { factor = 0.01, mode = "rows" } = checkOptions("OrthogonalRegularizer", options, ["factor", "mode"]);
    if (!(factor >= 0 && Number.isFinite(factor)))
      throw new ValueError("OrthogonalRegularizer", "factor is negative or no number", { received: { factor } });
    if (mode !== "rows" && mode !== "columns") {
      throw new ValueError("OrthogonalRegularizer", "the mode is unknown", {
        expected: "rows or columns",
        received: { mode },
      });
    }
    this.factor = factor;
    this.mode = mode;
  }

  override apply(x: Tensor): Tensor {
    if (x.rank !== 2) {
      throw new ShapeError("OrthogonalRegularizer", "the weight is no matrix", { received: { shape: x.shape } });
    }
    const rows = unit(this.mode === "rows" ? x : ops.transpose(x), 1);
    const size = rows.dims[0]!;
    const cosines = ops.absolute(ops.matmul(rows, ops.transpose(rows)));
    const apart = ops.notEqual(ops.expandDims(ops.arange(size), 1), ops.arange(size));
    const sum = ops.sum(ops.where(apart, cosines, 0));
    return ops.divide(ops.multiply(this.factor * 0.5, sum), (size * (size - 1)) / 2);
  }

  override getConfig(): Config {
    return { factor: Math.fround(this.factor), mode: this.mode };
  }
}

/** Makes an `OrthogonalRegularizer`. */
export function orthogonalRegularizer(options: OrthogonalRegularizerOptions = {}): OrthogonalRegularizer {
  return new OrthogonalRegularizer(options);
}
