import { ValueError } from "../core/errors";
import { lookUp } from "../core/lookup";
import type { Masks } from "../core/mask";
import { isPlain } from "../core/symbolic";
import type { Tensor } from "../core/tensor";
import { type Config, type CustomObjects, camelKey, optionsFrom } from "../nn/core/serialize";
import { type CallOptions, Layer, type LayerOptions, type Tensors } from "./core/layer";
import { layerOptions } from "./core/options";
import type { ReadPart } from "./core/part";

/** What a `Lambda` runs: the inputs, and its arguments with `mask` and `training`. */
// biome-ignore lint/suspicious/noExplicitAny: one tensor or several, as the user takes them
export type LambdaFunction = (inputs: any, options: Config) => Tensors;

/** Options of `Lambda`. */
export interface LambdaOptions extends LayerOptions {
  function: LambdaFunction;
  /** Further values for the function. */
  arguments?: Config | null;
  /** Taken from saved configs; the shape is found by running the function. */
  outputShape?: unknown;
  /** The mask of the output: a tensor, or a function of inputs and mask. */
  mask?: Tensor | ((inputs: Tensors, mask: Masks) => Masks) | null;
}

/**
 * A function of tensors as a layer. It is saved by its name; whoever loads the file gives the function in `customObjects`. Code that a
 * file holds is never run.
 *
 * @throws ValueError when `function` is no function.
 * @example layers.lambda({ function: (x) => ops.multiply(x, 2) }).apply(K.constant([[1, 2]])) // [[2. 4.]]
 */
export class Lambda extends Layer {
  static override className = "Lambda";
  readonly function: LambdaFunction;
  readonly arguments: Config;
  readonly #mask: NonNullable<LambdaOptions["mask"]> | null;
  readonly #outputShape: unknown;

  constructor(options: LambdaOptions) {
    const own = layerOptions("Lambda", options, ["function", "arguments", "outputShape", "mask"]);
    super(own);
    if (typeof own.function !== "function") {
      throw new ValueError(this.name, "function is no function", { received: { function: own.function } });
    }
    this.function = own.function;
    this.arguments = own.arguments ?? {};
    this.#mask = own.mask ?? null;
    this.#outputShape = own.outputShape ?? null;
    this.supportsMasking = this.#mask !== null;
  }

  override computeMask(inputs: Tensors, mask: Masks): Masks {
    return typeof this.#mask === "function" ? this.#mask(inputs, mask) : this.#mask;
  }

  override call(inputs: Tensors, { training, mask }: CallOptions): Tensors {
    return this.function(inputs, { ...optionsFrom(this.arguments), training, mask });
  }

  override getConfig(): Config {
    const name = this.function.name === "function" ? "" : this.function.name;
    if (!name) {
      throw new ValueError(this.name, "a function without a name cannot be saved", {
        fix: "Give it one: function twice(x) { ... }",
      });
    }
    return {
      ...super.getConfig(),
      function: { module: "builtins", class_name: "function", config: name, registered_name: "function" },
      ...(this.#outputShape === null ? {} : { output_shape: this.#outputShape }),
      arguments: this.arguments,
    };
  }

  /** A layer from Keras's config; its function is among the custom objects, by its own name or the layer's. */
  static fromConfig(config: Config, read?: ReadPart): Lambda {
    const { function: saved, mask: _mask, ...rest } = config;
    const name = isPlain(saved) && typeof saved.config === "string" ? saved.config : undefined;
    const custom: CustomObjects = read?.custom ?? {};
    const found =
      (name && (lookUp(custom, name) ?? lookUp(custom, camelKey(name)))) || lookUp(custom, String(config.name));
    if (typeof found !== "function") {
      throw new ValueError(String(config.name), "the function of a Lambda is not run from a file", {
        fix: `Give it: loadModel(source, { customObjects: { ${JSON.stringify(name ?? config.name)}: (x) => ... } })`,
      });
    }
    return new Lambda({ ...optionsFrom(rest), function: found as LambdaFunction } as LambdaOptions);
  }
}

/** Makes a `Lambda` layer. */
export function lambda(options: LambdaOptions): Lambda {
  return new Lambda(options);
}
