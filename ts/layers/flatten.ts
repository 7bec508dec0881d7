import { ShapeError } from "../core/errors";
import { sizeOf } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { type DataFormat, dataFormat } from "./core/images";
import { oneInput } from "./core/inputs";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions } from "./core/options";

/** Options of `Flatten`. */
export interface FlattenOptions extends LayerOptions {
  /** "channels_last" or "channels_first", which is brought to channels_last first. */
  dataFormat?: string | null;
}

/**
 * All axes but the batch on one.
 *
 * Input [batch, ...], output [batch, features].
 *
 * @throws ShapeError for a scalar.
 * @example layers.flatten().apply(ops.ones([2, 3, 4])).shape // [ 2, 12 ]
 */
export class Flatten extends Layer {
  static override className = "Flatten";
  readonly dataFormat: DataFormat;

  constructor(options?: FlattenOptions) {
    const own = layerOptions("Flatten", options, ["dataFormat"]);
    super(own);
    this.dataFormat = dataFormat(this.name, own.dataFormat);
  }

  override checkInput(shapes: Shapes): void {
    const shape = oneInput(this.name, shapes);
    if (shape.length > 0) return;
    throw new ShapeError(this.name, "input is a scalar", {
      expected: "shape (batch, ...)",
      received: { "x.shape": shape },
      fix: "Put the batch on the first axis: ops.expandDims(x, 0) makes a batch of one",
    });
  }

  override call(inputs: Tensor): Tensor {
    const move = this.dataFormat === "channels_first" && inputs.rank > 2;
    const last = inputs.dims.map((_, i) => i).slice(2);
    const x = move ? ops.transpose(inputs, { axes: [0, ...last, 1] }) : inputs;
    return ops.reshape(x, [x.dims[0]!, sizeOf(x.dims.slice(1))]);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), data_format: this.dataFormat };
  }
}

/** Makes a `Flatten` layer. */
export function flatten(options?: FlattenOptions): Flatten {
  return new Flatten(options);
}
