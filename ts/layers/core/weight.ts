/** What layers make weights of. */
import type { Shape } from "../../core/shapes";

/** What a weight is made with. */
export interface WeightOptions {
  shape?: Shape;
  initializer?: unknown;
  dtype?: string;
  trainable?: boolean;
  regularizer?: unknown;
  constraint?: unknown;
  name?: string;
}
