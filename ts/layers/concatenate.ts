import { ShapeError, ValueError } from "../core/errors";
import type { Masks } from "../core/mask";
import { normalizeAxis } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { Layer, type LayerOptions, type Shapes, type Tensors } from "./core/layer";
import { listOfInputs, showShapes } from "./core/merge";
import { layerOptions } from "./core/options";

/** Options of `Concatenate`. */
export interface ConcatenateOptions extends LayerOptions {
  /** The axis along which the tensors follow each other, the last by default. */
  axis?: number;
}

/**
 * Several tensors one behind the other along an axis.
 *
 * Inputs of equal shapes but for that axis.
 *
 * @throws ShapeError when other sizes differ.
 * @example layers.concatenate().apply([K.constant([[1, 2]]), K.constant([[3]])]) // [[1. 2. 3.]]
 */
export class Concatenate extends Layer {
  static override className = "Concatenate";
  override supportsMasking = true;
  readonly axis: number;

  constructor(options?: ConcatenateOptions) {
    const own = layerOptions("Concatenate", options, ["axis"]);
    super(own);
    this.axis = own.axis ?? -1;
    if (!Number.isInteger(this.axis)) {
      throw new ValueError(this.name, "axis is no whole number", { received: { axis: own.axis } });
    }
  }

  override checkInput(shapes: Shapes): void {
    const list = listOfInputs(this.name, shapes, "layers.concatenate()");
    const first = list[0]!;
    const axis = normalizeAxis(this.name, this.axis, first.length);
    for (const shape of list) {
      const fits = (d: number | null, i: number): boolean =>
        i === axis || d === null || first[i] === null || d === first[i];
      if (shape.length === first.length && shape.every(fits)) continue;
      throw new ShapeError(this.name, "the inputs do not fit together", {
        expected: `equal sizes on all axes but ${axis}`,
        received: showShapes(list),
      });
    }
  }

  /** One mask for all: what counts in any element of a step. */
  override computeMask(inputs: Tensors, mask: Masks): Masks {
    if (!Array.isArray(mask) || mask.every((m) => m === null)) return null;
    const whole = (inputs as readonly Tensor[]).map((x, i) => {
      const own = (mask as readonly (Tensor | null)[])[i];
      if (!own) return ops.cast(ops.onesLike(x), "bool");
      return own.rank < x.rank ? ops.broadcastTo(ops.expandDims(own, -1), x.dims) : own;
    });
    return ops.any(ops.concatenate(whole, { axis: this.axis }), { axis: -1 });
  }

  override call(inputs: readonly Tensor[]): Tensor {
    return ops.concatenate(inputs, { axis: this.axis });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), axis: this.axis };
  }
}

/** Makes a `Concatenate` layer. */
export function concatenate(options?: ConcatenateOptions): Concatenate {
  return new Concatenate(options);
}
