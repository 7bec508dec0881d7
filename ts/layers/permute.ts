import { ShapeError, ValueError } from "../core/errors";
import type { Dims } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { oneInput } from "./core/inputs";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions } from "./core/options";

/** Options of `Permute`. */
export interface PermuteOptions extends LayerOptions {
  /** The old axis that stands at each new place, counted from 1: the batch (0) stays. */
  dims: Dims;
}

/**
 * The axes of each row in another order.
 *
 * @throws ShapeError when the input has another number of axes.
 * @example layers.permute({ dims: [2, 1] }).apply(ops.ones([5, 3, 4])).shape // [ 5, 4, 3 ]
 */
export class Permute extends Layer {
  static override className = "Permute";
  readonly dims: Dims;

  constructor(options: PermuteOptions) {
    const own = layerOptions("Permute", options, ["dims"]);
    super(own);
    const dims: unknown = own.dims;
    if (!Array.isArray(dims) || ![...dims].sort((a, b) => a - b).every((d, i) => d === i + 1)) {
      throw new ValueError(this.name, "dims is no permutation", {
        expected: "each axis once, counted from 1 (the batch is 0 and stays)",
        received: { dims },
      });
    }
    this.dims = [...dims];
  }

  override checkInput(shapes: Shapes): void {
    const shape = oneInput(this.name, shapes);
    const rank = this.dims.length + 1;
    if (shape.length === rank) return;
    throw new ShapeError(this.name, `input has ${shape.length} axes but dims has ${this.dims.length} and the batch`, {
      expected: `rank ${rank}`,
      received: { "x.shape": shape, dims: this.dims },
    });
  }

  override call(inputs: Tensor): Tensor {
    return ops.transpose(inputs, { axes: [0, ...this.dims] });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), dims: [...this.dims] };
  }
}

/** Makes a `Permute` layer. */
export function permute(options: PermuteOptions): Permute {
  return new Permute(options);
}
