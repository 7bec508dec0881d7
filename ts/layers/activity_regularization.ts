import type { Tensor } from "../core/tensor";
import type { Config } from "../nn/core/serialize";
import { L1L2 } from "../nn/regularizers/l1_l2";
import { oneInput } from "./core/inputs";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions, notNegative } from "./core/options";

/** Options of `ActivityRegularization`. */
export interface ActivityRegularizationOptions extends LayerOptions {
  /** Times the sum of absolute values. */
  l1?: number;
  /** Times the sum of squares. */
  l2?: number;
}

/**
 * Gives its input back and adds to the loss what large values cost, divided by the batch size.
 *
 * @throws ValueError when a factor is negative.
 * @example layers.activityRegularization({ l2: 0.1 }).apply(K.constant([[1, 2]])) // [[1. 2.]]
 */
export class ActivityRegularization extends Layer {
  static override className = "ActivityRegularization";
  override supportsMasking = true;
  readonly l1: number;
  readonly l2: number;

  constructor(options?: ActivityRegularizationOptions) {
    const own = layerOptions("ActivityRegularization", options, ["l1", "l2"]);
    const [l1, l2] = [own.l1 ?? 0, own.l2 ?? 0];
    super({ ...own, activityRegularizer: new L1L2({ l1, l2 }) });
    this.l1 = notNegative(this.name, "l1", l1);
    this.l2 = notNegative(this.name, "l2", l2);
  }

  override checkInput(shapes: Shapes): void {
    oneInput(this.name, shapes);
  }

  override call(inputs: Tensor): Tensor {
    return inputs;
  }

  override getConfig(): Config {
    const { activity_regularizer: _own, ...base } = super.getConfig();
    return { ...base, l1: this.l1, l2: this.l2 };
  }
}

/** Makes an `ActivityRegularization` layer. */
export function activityRegularization(options?: ActivityRegularizationOptions): ActivityRegularization {
  return new ActivityRegularization(options);
}
