/** What the layers that add noise in training share: a strength, a seed, and nothing to do in inference. */
import { SeedSource } from "../../backend/seeds";
import { ValueError } from "../../core/errors";
import type { Tensor } from "../../core/tensor";
import { oneInput } from "./inputs";
import { type CallOptions, Layer, type LayerOptions, type Shapes } from "./layer";

/** Options of all of them. */
export interface NoiseOptions extends LayerOptions {
  /** A number makes the noise repeatable. */
  seed?: number | null;
}

/** A layer that changes its input in training only. */
export abstract class Noise extends Layer {
  override supportsMasking = true;
  readonly seed: number | null;
  readonly #source: SeedSource | undefined;

  constructor(own: NoiseOptions, option: string, strength: unknown) {
    super(own);
    if (typeof strength !== "number" || !(strength >= 0 && strength <= 1)) {
      throw new ValueError(this.name, `the ${option} is out of range`, {
        expected: "0 to 1",
        received: { [option]: strength },
      });
    }
    this.seed = own.seed ?? null;
    if (strength > 0) this.#source = new SeedSource(this.seed);
  }

  /** The input with noise. */
  protected abstract disturb(x: Tensor, seed: SeedSource): Tensor;

  override checkInput(shapes: Shapes): void {
    oneInput(this.name, shapes);
  }

  override call(inputs: Tensor, { training }: CallOptions): Tensor {
    return training && this.#source ? this.disturb(inputs, this.#source) : inputs;
  }
}
