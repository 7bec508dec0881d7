/** Sequential: layers one behind the other. */

import { standardizeDType } from "../core/dtypes";
import { StateError, ValueError } from "../core/errors";
import { uniqueName } from "../core/names";
import type { Shape } from "../core/shapes";
import { isPlain, isSymbolic } from "../core/symbolic";
import type { Tensor } from "../core/tensor";
import { Layer, type LayerOptions, type Shapes } from "../layers/core/layer";
import { attach, inputLayerOf, inputTensor } from "../layers/core/symbols";
import { InputLayer } from "../layers/input_layer";
import { Model } from "./model";

/** A layer, or the symbolic tensor that `input` gives. */
export type SequentialItem = Layer | Tensor;

/**
 * A stack of layers with one input and one output each.
 *
 * @throws ValueError for anything that is no layer.
 * @example new Sequential([layers.input({ shape: [4] }), layers.dense({ units: 2 })]).countParams() // 10
 */
export class Sequential extends Model {
  static override className = "Sequential";
  #stack: Layer[] = [];
  #input: Tensor | undefined;

  constructor(layers: readonly SequentialItem[] = [], options: LayerOptions = {}) {
    if (isPlain(layers)) {
      throw new ValueError("Sequential", "takes a list of layers", {
        fix: "Write new Sequential([layers.dense({ units: 2 })], { name })",
      });
    }
    super({ ...options, name: options.name ?? uniqueName("sequential") });
    for (const item of layers) this.#push(item);
    this.#rebuild();
  }

  /** Appends a layer. */
  add(item: SequentialItem): this {
    this.#push(item);
    this.#rebuild();
    return this;
  }

  /** Takes the last layer off. */
  pop(): Layer | undefined {
    const layer = this.#stack.pop();
    this.built = false;
    this.#rebuild();
    return layer;
  }

  #push(item: SequentialItem): void {
    if (isSymbolic(item)) {
      if (this.#stack.length || this.#input) throw new ValueError(this.name, "an input must come first");
      this.#input = item;
    } else if (item instanceof InputLayer) {
      this.#input = attach(item, item.batchShape!, standardizeDType(item.dtype, item.name));
    } else if (item instanceof Layer) {
      if (this.#stack.length === 0 && !this.#input && item.batchShape) {
        this.#input = inputTensor(item.batchShape, undefined, undefined);
      }
      if (this.#stack.some((layer) => layer.name === item.name)) {
        throw new ValueError(this.name, `has a layer named "${item.name}" already`, {
          fix: "Give layers names of their own",
        });
      }
      this.#stack.push(item);
    } else {
      throw new ValueError(this.name, "takes layers only", {
        expected: "what layers.dense(...) and the like give, or input({ shape })",
        received: { layer: item },
      });
    }
  }

  /** Connects the layers, as soon as the input is known. */
  #rebuild(): void {
    if (!this.#input) return;
    if (this.#stack.length === 0) return;
    let x = this.#input;
    for (const layer of this.#stack) x = layer.apply(x);
    this.setNetwork(this.#input, x);
  }

  override get layers(): readonly Layer[] {
    return this.#stack ?? [];
  }

  override get savedKind(): "sequential" | "layer" {
    return this.constructor === Sequential ? "sequential" : "layer";
  }

  override get listedLayers(): readonly Layer[] {
    return this.layers;
  }

  /** The input layer, once there is one. */
  get inputLayer(): InputLayer | undefined {
    return this.#input && inputLayerOf(this.#input);
  }

  override ensureBuilt(shapes: Shapes): void {
    if (!this.#input && this.#stack.length) {
      const many = Array.isArray(shapes[0]);
      if (many) throw new StateError(this.name, "a Sequential model has one input");
      this.#input = inputTensor([null, ...(shapes as Shape).slice(1)], undefined, undefined);
      this.#rebuild();
    }
    if (!this.network) throw new StateError(this.name, "has no layers");
    super.ensureBuilt(shapes);
  }

  /** Builds the model for an input shape with the batch. */
  override build(inputShape: Shape): void {
    if (!this.network) this.ensureBuilt(inputShape);
  }
}

/** Makes a `Sequential` model. */
export function sequential(layers: readonly SequentialItem[] = [], options: LayerOptions = {}): Sequential {
  return new Sequential(layers, options);
}
