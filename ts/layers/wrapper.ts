import type { Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import { optionsFrom } from "../nn/core/serialize";
import { type CallOptions, Layer, type LayerOptions, type Shapes, type Tensors } from "./core/layer";
import { layerOptions } from "./core/options";
import { partConfig, partFrom, type ReadPart } from "./core/part";

/** Options of `Wrapper`. */
export interface WrapperOptions extends LayerOptions {
  layer: Layer;
}

/**
 * A layer around another one, which it builds, calls and saves; a base for layers of one's own.
 *
 * Input and output are those of the layer inside.
 *
 * @throws ValueError when `layer` is no layer.
 * @example layers.wrapper({ layer: layers.dense({ units: 3 }) }).apply(ops.ones([2, 4])).shape // [ 2, 3 ]
 */
export class Wrapper extends Layer {
  static override className = "Wrapper";
  readonly layer: Layer;

  constructor(options: WrapperOptions, keys: readonly string[] = []) {
    const own = layerOptions((new.target as typeof Layer).className ?? "Wrapper", options, ["layer", ...keys]);
    super(own);
    this.layer = partFrom(this.name, "layer", own.layer);
  }

  override build(inputShape: Shape): void {
    this.buildPart(this.layer, inputShape);
  }

  override checkInput(shapes: Shapes): void {
    this.layer.checkInput(shapes);
  }

  override call(inputs: Tensors, { training }: CallOptions): Tensors {
    return this.layer.applyAll(inputs as Tensor, training === undefined ? {} : { training });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), layer: partConfig(this.layer) };
  }

  /** A layer from Keras's config. */
  static fromConfig(config: Config, read?: ReadPart): Wrapper {
    const { layer, ...rest } = config;
    return new this({ ...optionsFrom(rest), layer: partFrom("Wrapper", "layer", layer, read) });
  }
}

/** Makes a `Wrapper` layer. */
export function wrapper(options: WrapperOptions): Wrapper {
  return new Wrapper(options);
}
