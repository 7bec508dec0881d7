import { ShapeError, ValueError } from "../core/errors";
import type { Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import { withScope } from "../core/trace";
import { type Config, optionsFrom, registeredName } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { timeSteps } from "./core/cell";
import { oneInput } from "./core/inputs";
import { type CallOptions, Layer, type LayerOptions, oneMask, type Shapes } from "./core/layer";
import { layerOptions } from "./core/options";
import { partConfig, partFrom, type ReadPart } from "./core/part";

/** Options of `TimeDistributed`. */
export interface TimeDistributedOptions extends LayerOptions {
  layer: Layer;
}

/**
 * Applies a layer to each step of a sequence, with the same weights.
 *
 * Input [batch, steps, ...], output [batch, steps, ...], each step as the layer makes it.
 *
 * @throws ShapeError when the input has fewer than 3 axes.
 * @example layers.timeDistributed({ layer: layers.dense({ units: 3 }) }).apply(ops.ones([2, 5, 4])).shape // [ 2, 5, 3 ]
 */
export class TimeDistributed extends Layer {
  static override className = "TimeDistributed";
  override supportsMasking = true;
  readonly layer: Layer;

  constructor(options: TimeDistributedOptions) {
    const own = layerOptions("TimeDistributed", options, ["layer"]);
    super(own);
    this.layer = partFrom(this.name, "layer", own.layer);
  }

  override build(inputShape: Shape): void {
    this.buildPart(this.layer, this.#step(inputShape));
  }

  override checkInput(shapes: Shapes): void {
    this.layer.checkInput(this.#step(shapes));
  }

  #step(shapes: Shapes): Shape {
    const shape = oneInput(this.name, shapes);
    if (shape.length < 3) {
      throw new ShapeError(this.name, `input has ${shape.length} axes but the layer needs 3 or more`, {
        expected: "shape (batch, steps, ...)",
        received: { "x.shape": shape },
      });
    }
    return [shape[0]!, ...shape.slice(2)];
  }

  override call(inputs: Tensor, options: CallOptions): Tensor {
    const { training } = options;
    const [batch, steps] = inputs.dims as [number, number];
    const mask = oneMask(options);
    if (mask && (mask.dims[0] !== batch || mask.dims[1] !== steps)) {
      throw new ShapeError(this.name, "the mask does not fit the input", {
        expected: `shape (${batch}, ${steps}, ...)`,
        received: { "mask.shape": mask.dims },
      });
    }
    const run = (x: Tensor, own: Tensor | null): Tensor => {
      const call = own ? { training, mask: own } : { training };
      const y = withScope(this.layer.name, () => this.layer.call(x, { ...call, mask: own }));
      if (!Array.isArray(y)) return y as Tensor;
      throw new ValueError(this.name, "the layer gives several tensors", { received: `${y.length} from each step` });
    };
    if (apart(this.layer, training === true)) {
      const masks = mask && timeSteps(mask);
      const outputs = timeSteps(inputs).map((x, time) => run(x, masks?.[time] ?? null));
      return ops.stack(outputs, { axis: 1 });
    }
    const flat = (x: Tensor): Tensor => ops.reshape(x, [batch * steps, ...x.dims.slice(2)]);
    const y = run(flat(inputs), mask && flat(mask));
    return ops.reshape(y, [batch, steps, ...y.dims.slice(1)]);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), layer: partConfig(this.layer) };
  }

  /** A layer from Keras's config. */
  static fromConfig(config: Config, read?: ReadPart): TimeDistributed {
    const { layer, ...rest } = config;
    return new TimeDistributed({ ...optionsFrom(rest), layer: partFrom("TimeDistributed", "layer", layer, read) });
  }
}

/** Whether a layer must see the steps one by one: it may look across the batch, or change with each call. */
function apart(layer: Layer, training: boolean): boolean {
  const type = layer.constructor as typeof Layer;
  const own = type.className === undefined ? layer.savedKind === "layer" : registeredName(layer) !== undefined;
  const frozen = layer.nonTrainableWeights;
  const changes = training && layer.trainable && layer.ownVariables.some((variable) => frozen.includes(variable));
  const stateful = (layer as { stateful?: unknown }).stateful === true;
  return own || changes || stateful || layer.sublayers.some((part) => apart(part, training));
}

/** Makes a `TimeDistributed` layer. */
export function timeDistributed(options: TimeDistributedOptions): TimeDistributed {
  return new TimeDistributed(options);
}
