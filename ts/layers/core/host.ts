/** Layers that read text: they compute on the host, before a program runs. */
import type { TensorLike } from "../../core/convert";
import type { DType } from "../../core/dtypes";
import type { Dims } from "../../core/shapes";
import { stringTensor } from "../../core/strings";
import { Tensor } from "../../core/tensor";
import type { CallOptions, Tensors } from "./call";
import { Layer } from "./layer";

/** What a layer of text is called with: one text alone, too. */
export type TextLike = TensorLike | string;

/** A layer that works on values on the host. In a model it runs once for a batch, outside of the step. */
export abstract class HostLayer extends Layer {
  get onHost(): boolean {
    return true;
  }

  /** The dtype of the output. */
  protected abstract get outputDType(): DType;
  /** The shape of the output for an input's; a size that depends on the values may be the batch's. */
  protected abstract outputDims(input: Dims): Dims;
  /** Computes the output of values. */
  protected abstract compute(input: Tensor): Tensor;

  /** What a user gave, as what a tensor can be made of. */
  protected read(given: unknown): TensorLike | readonly TensorLike[] {
    return typeof given === "string" ? stringTensor([given], []) : (given as TensorLike);
  }

  override apply(inputs: TextLike | readonly TextLike[], options: CallOptions = {}): Tensor {
    return super.apply(this.read(inputs), options);
  }

  override applyAll(inputs: TextLike | readonly TextLike[], options: CallOptions = {}): Tensor | Tensor[] {
    return super.applyAll(this.read(inputs), options);
  }

  override call(inputs: Tensors, _options: CallOptions): Tensor {
    const first = (Array.isArray(inputs) ? inputs[0] : inputs) as Tensor;
    // While a model is put together there are no values: a tensor of the right shape stands for the result.
    if (first.source.kind === "input") {
      return new Tensor(this.outputDims(first.dims), this.outputDType, { kind: "input", name: this.name });
    }
    return this.compute(inputs as Tensor);
  }
}
