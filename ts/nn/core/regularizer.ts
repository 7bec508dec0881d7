/** The base of regularizers. */
import type { Tensor } from "../../core/tensor";
import type { Config, Serializable } from "./serialize";

/** A loss term of a weight. */
export abstract class Regularizer implements Serializable {
  /** The term for a weight's value: a scalar. */
  abstract apply(x: Tensor): Tensor;
  abstract getConfig(): Config;
}
