/** Activations by name, as layers hold them. */
import type { Tensor } from "../../core/tensor";

/** An activation: a function, and how Keras writes it. */
export interface Activation {
  /** Keras's name, or undefined for a function of the user's own that has none. */
  readonly name: string | undefined;
  /** The layer that it is, if it is one. */
  readonly layer?: object;
  fn(x: Tensor): Tensor;
}
