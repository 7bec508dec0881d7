import { ShapeError, ValueError } from "../core/errors";
import type { Shape } from "../core/shapes";
import type { Tensor } from "../core/tensor";
import type { Variable } from "../core/variable";
import type { Config } from "../nn/core/serialize";
import * as ops from "../ops/gen/public";
import { oneInput } from "./core/inputs";
import { Layer, type LayerOptions, type Shapes } from "./core/layer";
import { layerOptions } from "./core/options";
import { ruleKeys, rulesConfig, type WeightRules, weightRules } from "./core/rules";

/** Options of `PReLU`. */
export interface PReLUOptions extends LayerOptions {
  alphaInitializer?: unknown;
  alphaRegularizer?: unknown;
  alphaConstraint?: unknown;
  /** Axes, counted from 1, along which one slope serves all. */
  sharedAxes?: number | readonly number[] | null;
}

/**
 * x where it is positive, else alpha x, with a slope that learns (He et al., 2015).
 *
 * Input and output of any shape with a batch.
 *
 * @throws ShapeError when the input differs from what the layer was built for.
 * @example layers.prelu({ alphaInitializer: "ones" }).apply(K.constant([[-2, 3]])) // [[-2.  3.]]
 */
export class PReLU extends Layer {
  static override className = "PReLU";
  override supportsMasking = true;
  readonly sharedAxes: readonly number[] | null;
  alpha!: Variable;
  readonly #rules: { alpha: WeightRules };

  constructor(options?: PReLUOptions) {
    const own = layerOptions("PReLU", options, [...ruleKeys(["alpha"]), "sharedAxes"]);
    super(own);
    const shared = own.sharedAxes ?? null;
    this.sharedAxes = shared === null ? null : typeof shared === "number" ? [shared] : [...shared];
    this.#rules = { alpha: weightRules(this.name, own, "alpha", "zeros") };
    if (this.sharedAxes?.some((axis) => !Number.isInteger(axis) || axis < 1)) {
      throw new ValueError(this.name, "sharedAxes do not fit", {
        expected: "whole numbers from 1",
        received: { sharedAxes: own.sharedAxes },
      });
    }
  }

  override build(inputShape: Shape): void {
    const sizes = oneInput(this.name, inputShape).slice(1);
    const shape = sizes.map((d, i) => (this.sharedAxes?.includes(i + 1) ? 1 : d));
    this.alpha = this.addWeight({ name: "alpha", shape, ...this.#rules.alpha });
  }

  override checkInput(shapes: Shapes): void {
    const sizes = oneInput(this.name, shapes).slice(1);
    const { dims } = this.alpha;
    const fits = (d: number | null, i: number): boolean => this.sharedAxes?.includes(i + 1) || d === dims[i];
    if (sizes.length === dims.length && sizes.every(fits)) return;
    throw new ShapeError(this.name, "the input has another shape than the layer was built for", {
      expected: `sizes [${dims}] behind the batch`,
      received: { "x.shape": shapes },
    });
  }

  override call(inputs: Tensor): Tensor {
    return ops.subtract(ops.relu(inputs), ops.multiply(this.alpha, ops.relu(ops.negative(inputs))));
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      ...rulesConfig(this.#rules),
      shared_axes: this.sharedAxes ? [...this.sharedAxes] : null,
    };
  }
}

/** Makes a `PReLU` layer. */
export function prelu(options?: PReLUOptions): PReLU {
  return new PReLU(options);
}
