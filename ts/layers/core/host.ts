/** Layers that read text: they compute on the host, before a program runs. */
import type { DType } from "../../core/dtypes";
import type { Dims } from "../../core/shapes";
import { Tensor } from "../../core/tensor";
import { Layer } from "./layer";

/** A layer of one input that works on values on the host. In a model it runs once for a batch, outside of the step. */
export abstract class HostLayer extends Layer {
  readonly onHost = true;

  /** The dtype of the output. */
  protected abstract get outputDType(): DType;
  /** The shape of the output for an input's; a size that depends on the values may be the batch's. */
  protected abstract outputDims(input: Dims): Dims;
  /** Computes the output of values. */
  protected abstract compute(input: Tensor): Tensor;

  override call(inputs: Tensor): Tensor {
    // While a model is put together there are no values: a tensor of the right shape stands for the result.
    if (inputs.source.kind === "input") {
      return new Tensor(this.outputDims(inputs.dims), this.outputDType, { kind: "input", name: this.name });
    }
    return this.compute(inputs);
  }
}
