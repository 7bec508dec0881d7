/** The base of layers that only Keras 1 and 2 had. They come from files alone, and keep the config that they came with. */
import type { Tensor } from "../../core/tensor";
import { Layer } from "../../layers/core/layer";
import { type WeightRules, weightRules } from "../../layers/core/rules";
import * as activations from "../../nn/activations";
import type { Activation } from "../../nn/core/activation";
import { OLD } from "../../nn/core/old_activations";
import { type Config, optionsFrom } from "../../nn/core/serialize";

/** Options as a file has them, in camelCase. */
type Options = Readonly<Record<string, unknown>>;

/** A layer of a file. */
export abstract class OldLayer extends Layer {
  protected readonly options: Options;
  readonly #config: Config;

  constructor(config: Config) {
    const options = optionsFrom(config);
    super({ name: options.name as string, trainable: options.trainable as boolean | undefined });
    this.#config = config;
    this.options = options;
  }

  /** The module says that Keras 3 does not have it. */
  get savedModule(): string {
    return OLD;
  }

  protected rules(weight: string, initializer: string): WeightRules {
    return weightRules(this.name, this.options, weight, initializer);
  }

  protected activation(): Activation {
    return activations.get(this.options.activation, this.name);
  }

  abstract override call(inputs: Tensor): Tensor;

  override getConfig(): Config {
    return this.#config;
  }
}
