import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { inputOfRank } from "./core/inputs";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions, positive } from "./core/options";

/** Options of `RepeatVector`. */
export interface RepeatVectorOptions extends LayerOptions {
  /** How often the vector is repeated. */
  n: number;
}

/**
 * Each vector as a sequence of n steps that are all equal.
 *
 * Input [batch, features], output [batch, n, features].
 *
 * @throws ShapeError when the input has not two axes.
 * @example layers.repeatVector({ n: 3 }).apply(ops.ones([2, 5])).shape // [ 2, 3, 5 ]
 */
export class RepeatVector extends Layer {
  static override className = "RepeatVector";
  readonly n: number;

  constructor(options: RepeatVectorOptions) {
    const own = layerOptions("RepeatVector", options, ["n"]);
    super(own);
    this.n = positive(this.name, "n", own.n);
  }

  override checkInput(shapes: Shapes): void {
    inputOfRank(this.name, shapes, ["batch", "features"]);
  }

  override call(inputs: Tensor): Tensor {
    const [rows, features] = inputs.dims as [number, number];
    return ops.broadcastTo(ops.expandDims(inputs, 1), [rows, this.n, features]);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), n: this.n };
  }
}

/** Makes a `RepeatVector` layer. */
export function repeatVector(options: RepeatVectorOptions): RepeatVector {
  return new RepeatVector(options);
}
