import { ShapeError, ValueError } from "../core/errors";
import { type Dims, type Shape, sizeOf } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { inputWithFeatures, oneInput, showSizes } from "./core/inputs";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions } from "./core/options";

/** Options of `Reshape`. */
export interface ReshapeOptions extends LayerOptions {
  /** The new shape without the batch; one size may be -1. */
  targetShape: Dims;
}

/**
 * The same elements of each row in another shape.
 *
 * Input [batch, ...], output [batch, ...targetShape].
 *
 * @throws ShapeError when the sizes do not match.
 * @example layers.reshape({ targetShape: [-1, 2] }).apply(ops.ones([5, 6])).shape // [ 5, 3, 2 ]
 */
export class Reshape extends Layer {
  static override className = "Reshape";
  readonly targetShape: Dims;

  constructor(options: ReshapeOptions) {
    const own = layerOptions("Reshape", options, ["targetShape"]);
    super(own);
    const target: unknown = own.targetShape;
    const legal = (d: unknown): boolean => Number.isInteger(d) && (d as number) >= -1;
    if (!Array.isArray(target) || !target.every(legal) || target.indexOf(-1) !== target.lastIndexOf(-1)) {
      throw new ValueError(this.name, "targetShape does not fit", {
        expected: "a list of whole numbers, of which one may be -1, without the batch",
        received: { targetShape: target },
      });
    }
    this.targetShape = [...target];
  }

  override checkInput(shapes: Shapes): void {
    const shape = oneInput(this.name, shapes);
    if (shape.length === 0) inputWithFeatures(this.name, shape);
    if (!shape.slice(1).includes(null)) this.#rowShape(shape.slice(1) as Dims);
  }

  /** The shape of one row of the output. */
  #rowShape(row: Dims): Shape {
    const size = sizeOf(row);
    const known = sizeOf(this.targetShape.filter((d) => d !== -1));
    const free = this.targetShape.includes(-1);
    if (free ? known > 0 && size % known === 0 : known === size) {
      return this.targetShape.map((d) => (d === -1 ? size / known : d));
    }
    throw new ShapeError(this.name, "the rows of the input do not fill targetShape", {
      expected: `rows of ${free ? `a multiple of ${known}` : known} elements, for targetShape ${showSizes(this.targetShape)}`,
      received: `rows of ${size} elements, shape ${showSizes(row)}`,
    });
  }

  override call(inputs: Tensor): Tensor {
    return ops.reshape(inputs, [inputs.dims[0]!, ...this.#rowShape(inputs.dims.slice(1))]);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), target_shape: [...this.targetShape] };
  }
}

/** Makes a `Reshape` layer. */
export function reshape(options: ReshapeOptions): Reshape {
  return new Reshape(options);
}
