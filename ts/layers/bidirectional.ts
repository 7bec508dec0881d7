import { ShapeError, ValueError } from "../core/errors";
import type { Masks } from "../core/mask";
import type { Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import { type Config, optionsFrom } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { Layer, type LayerOptions, type Shapes, type Tensors } from "./core/layer";
import { layerOptions } from "./core/options";
import { copyOf, partConfig, partFrom, type ReadPart } from "./core/part";
import { hidingMask, Recurrent, type RecurrentCallOptions } from "./core/recurrent";

/** Options of `Bidirectional`. */
export interface BidirectionalOptions extends LayerOptions {
  /** A recurrent layer; it is copied. */
  layer: Layer;
  /** "concat" (the default), "sum", "mul", "ave", or null for both outputs. */
  mergeMode?: string | null;
  /** The layer that runs backwards; a copy of `layer` when absent. */
  backwardLayer?: Layer | null;
}

const MODES: readonly unknown[] = ["concat", "sum", "mul", "ave", null];

/**
 * Runs a recurrent layer over a sequence and a second one from its end to its start, and joins what they give.
 *
 * Input [batch, steps, ...]. Output as of the layer, features doubled with "concat"; two outputs with `mergeMode: null`.
 * With `returnState` the states of both come behind it.
 *
 * @throws ValueError when the layers do not fit together.
 * @example layers.bidirectional({ layer: layers.gru({ units: 3 }) }).apply(ops.ones([2, 5, 4])).shape // [ 2, 6 ]
 */
export class Bidirectional extends Layer {
  static override className = "Bidirectional";
  override supportsMasking = true;
  readonly forwardLayer: Recurrent;
  readonly backwardLayer: Recurrent;
  readonly mergeMode: string | null;

  constructor(options: BidirectionalOptions) {
    const own = layerOptions("Bidirectional", options, ["layer", "mergeMode", "backwardLayer"], ["weights"]);
    super(own);
    const layer = this.#recurrent("layer", own.layer);
    this.mergeMode = own.mergeMode === undefined ? "concat" : own.mergeMode;
    if (!MODES.includes(this.mergeMode)) {
      throw new ValueError(this.name, "mergeMode is unknown", {
        expected: '"concat", "sum", "mul", "ave" or null',
        received: { mergeMode: own.mergeMode },
      });
    }
    const named = (prefix: string): string =>
      `${prefix}_${layer.name.startsWith(`${prefix}_`) ? layer.name.slice(prefix.length + 1) : layer.name}`;
    this.forwardLayer = copyOf(layer, { name: named("forward") }) as Recurrent;
    this.backwardLayer =
      own.backwardLayer === undefined || own.backwardLayer === null
        ? (copyOf(layer, { name: named("backward"), go_backwards: true }) as Recurrent)
        : this.#recurrent("backwardLayer", own.backwardLayer);
    this.#checkPair();
    for (const part of [this.forwardLayer, this.backwardLayer]) part.zeroOutputForMask = part.returnSequences;
  }

  #recurrent(option: string, layer: unknown): Recurrent {
    if (layer instanceof Recurrent) return layer;
    throw new ValueError(this.name, `${option} is no recurrent layer`, {
      expected: "an RNN, LSTM, GRU, SimpleRNN or ConvLSTM layer",
      received: { [option]: layer },
    });
  }

  #checkPair(): void {
    const [a, b] = [this.forwardLayer, this.backwardLayer];
    if (a.goBackwards === b.goBackwards) {
      throw new ValueError(this.name, "both layers run in the same direction", {
        expected: "goBackwards: true in one of them",
        received: { "layer.goBackwards": a.goBackwards, "backwardLayer.goBackwards": b.goBackwards },
      });
    }
    for (const key of ["stateful", "returnSequences", "returnState"] as const) {
      if (a[key] === b[key]) continue;
      throw new ValueError(this.name, `the layers differ in ${key}`, {
        received: { [`layer.${key}`]: a[key], [`backwardLayer.${key}`]: b[key] },
      });
    }
  }

  override build(inputShape: Shape): void {
    this.buildPart(this.forwardLayer, inputShape);
    this.buildPart(this.backwardLayer, inputShape);
  }

  override checkInput(shapes: Shapes): void {
    this.forwardLayer.checkInput(shapes);
    this.backwardLayer.checkInput(shapes);
  }

  override ensureBuilt(shapes: Shapes): void {
    super.ensureBuilt(shapes);
    if (!this.forwardLayer.stateful) return;
    this.forwardLayer.ensureBuilt(shapes);
    this.backwardLayer.ensureBuilt(shapes);
    this.buildShape = this.forwardLayer.buildShape;
  }

  /** Sets the states of stateful layers back to zero. */
  resetState(): void {
    this.forwardLayer.resetState();
    this.backwardLayer.resetState();
  }

  /** The same. */
  resetStates(): void {
    this.resetState();
  }

  override replay(args: readonly unknown[]): Tensor | readonly Tensor[] {
    return super.replay(hidingMask(args));
  }

  override call(inputs: Tensor, { training, mask, hidden, initialState }: RecurrentCallOptions): Tensors {
    const states = initialState === undefined || initialState === null ? undefined : [initialState].flat(3);
    const half = states && states.length / 2;
    if (half !== undefined && !Number.isInteger(half)) {
      throw new ShapeError(this.name, "initialState does not fit", {
        expected: "the states of the forward layer, then as many of the backward layer",
        received: `${states!.length} states`,
      });
    }
    const run = (layer: Recurrent, own: unknown): Tensor[] => {
      // Sequences stay in the order of time: neither layer turns its own.
      const options = { training, mask: hidden ? null : mask, inTime: true, ...(own ? { initialState: own } : {}) };
      return [layer.replay([inputs, options])].flat() as Tensor[];
    };
    const [a, ...forward] = run(this.forwardLayer, states?.slice(0, half)) as [Tensor, ...Tensor[]];
    const [b, ...backward] = run(this.backwardLayer, states?.slice(half)) as [Tensor, ...Tensor[]];
    const merged = this.#merge(a, b);
    const outputs = [...merged, ...forward, ...backward];
    return outputs.length === 1 ? outputs[0]! : outputs;
  }

  #merge(a: Tensor, b: Tensor): Tensor[] {
    switch (this.mergeMode) {
      case "concat":
        return [ops.concatenate([a, b], { axis: -1 })];
      case "sum":
        return [ops.add(a, b)];
      case "mul":
        return [ops.multiply(a, b)];
      case "ave":
        return [ops.divide(ops.add(a, b), 2)];
      default:
        return [a, b];
    }
  }

  override computeMask(_inputs: Tensors, mask: Masks): Masks {
    const { returnSequences } = this.forwardLayer;
    const own = returnSequences ? ((Array.isArray(mask) ? mask[0] : mask) ?? null) : null;
    return this.mergeMode === null ? [own, own] : own;
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      merge_mode: this.mergeMode,
      layer: partConfig(this.forwardLayer),
      backward_layer: partConfig(this.backwardLayer),
    };
  }

  /** A layer from Keras's config. */
  static fromConfig(config: Config, read?: ReadPart): Bidirectional {
    const { layer, backward_layer: backward, ...rest } = config;
    return new Bidirectional({
      ...optionsFrom(rest),
      layer: partFrom("Bidirectional", "layer", layer, read),
      backwardLayer: backward ? partFrom("Bidirectional", "backwardLayer", backward, read) : null,
    });
  }
}

/** Makes a `Bidirectional` layer. */
export function bidirectional(options: BidirectionalOptions): Bidirectional {
  return new Bidirectional(options);
}
