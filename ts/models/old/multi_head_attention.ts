import type { Tensor } from "../../core/tensor";
import type { AttentionCall } from "../../layers/core/heads";
import type { Tensors } from "../../layers/core/layer";
import { MultiHeadAttention as Current } from "../../layers/multi_head_attention";
import { OLD } from "../../nn/core/old_activations";

/** MultiHeadAttention of tf.keras until 2.9: it did not look at the masks of its inputs, nor hand them on. */
export class MultiHeadAttention extends Current {
  override supportsMasking = false;
  #masked = false;

  /** Without masks it is that of Keras 3. */
  get savedModule(): string {
    return this.#masked ? OLD : "keras.layers";
  }

  override call(inputs: readonly Tensor[], { mask, ...options }: AttentionCall): Tensors {
    this.#masked ||= [mask].flat().some((one) => one !== undefined && one !== null);
    return super.call(inputs, options as AttentionCall);
  }
}
