/** The first bias of layers with a forget gate. */
import type { Dims } from "../../core/shapes";
import type { Tensor } from "../../core/tensor";
import { Initializer } from "../../nn/core/initializer";
import { ones } from "../../ops/composite/ones";
import { concatenate } from "../../ops/concatenate";

/** Ones for the second of four gates; the others as another initializer says. */
export class ForgetBias extends Initializer {
  readonly inner: Initializer;

  constructor(inner: Initializer) {
    super();
    this.inner = inner;
  }

  override apply([size]: Dims, dtype?: string): Tensor {
    const units = size! / 4;
    return concatenate([this.inner.apply([units], dtype), ones([units]), this.inner.apply([2 * units], dtype)]);
  }
}
