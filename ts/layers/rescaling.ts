import { type NestedValues, nestedShape, type TensorLike, toTensor } from "../core/convert";
import { ShapeError } from "../core/errors";
import type { Dims } from "../core/shapes";
import { isPlain } from "../core/symbolic";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { oneInput } from "./core/inputs";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions } from "./core/options";

/** Options of `Rescaling`. */
export interface RescalingOptions extends LayerOptions {
  /** A number, or one for each channel. */
  scale: NestedValues;
  /** A number, or one for each channel; 0 by default. */
  offset?: NestedValues;
}

/**
 * x * scale + offset, as float32 whatever comes in.
 *
 * Input and output of any shape.
 *
 * @throws ShapeError when there is not one scale for each channel.
 * @example layers.rescaling({ scale: 1 / 255 }).apply(new Uint8Array([0, 255])) // [0. 1.]
 */
export class Rescaling extends Layer {
  static override className = "Rescaling";
  override supportsMasking = true;
  readonly scale: NestedValues;
  readonly offset: NestedValues;

  constructor(options: RescalingOptions) {
    const own = layerOptions("Rescaling", options, ["scale", "offset"]);
    super(own);
    this.scale = plain(own.scale);
    this.offset = plain(own.offset ?? 0);
    // Throws, with the name of the layer, what is no number or regular array.
    nestedShape(this.name, this.scale);
    nestedShape(this.name, this.offset);
  }

  override checkInput(shapes: Shapes): void {
    const shape = oneInput(this.name, shapes);
    this.#check("scale", this.scale, shape);
    this.#check("offset", this.offset, shape);
  }

  #check(option: string, value: NestedValues, shape: readonly (number | null)[]): void {
    const dims: Dims = nestedShape(this.name, value);
    const fits = (d: number, i: number): boolean => {
      const own = shape[shape.length - dims.length + i];
      return d === 1 || own === null || d === own;
    };
    if (dims.length <= shape.length && dims.every(fits)) return;
    throw new ShapeError(this.name, `${option} does not fit the input`, {
      expected: "one number, or one for each channel (the last axis)",
      received: { [option]: value, "x.shape": shape },
    });
  }

  override call(inputs: Tensor): Tensor {
    const scaled = ops.multiply(ops.cast(inputs, "float32"), this.#constant(this.scale));
    return this.offset === 0 ? scaled : ops.add(scaled, this.#constant(this.offset));
  }

  #constant(value: NestedValues): Tensor {
    return toTensor(this.name, value as TensorLike, "float32");
  }

  override getConfig(): Config {
    return { ...super.getConfig(), scale: this.scale, offset: this.offset };
  }
}

/** A number or array, also as Keras writes NumPy's: { class_name: "__numpy__", config: { value } }. */
function plain(value: unknown): NestedValues {
  if (isPlain(value) && isPlain(value.config)) return value.config.value as NestedValues;
  return value as NestedValues;
}

/** Makes a `Rescaling` layer. */
export function rescaling(options: RescalingOptions): Rescaling {
  return new Rescaling(options);
}
