/** How a weight begins, what it costs and what it may be: the options that layers have for each of their weights. */
import * as constraints from "../../nn/constraints";
import type { Config } from "../../nn/core/serialize";
import * as initializers from "../../nn/initializers";
import * as regularizers from "../../nn/regularizers";

/** The rules of one weight: what `addWeight` takes. */
export interface WeightRules {
  readonly initializer: initializers.Initializer;
  readonly regularizer: regularizers.Regularizer | undefined;
  readonly constraint: constraints.Constraint | undefined;
}

/** The options `kernelInitializer`, `kernelRegularizer` and `kernelConstraint`, for each of some weights. */
export function ruleKeys(weights: readonly string[]): string[] {
  return ["Initializer", "Regularizer", "Constraint"].flatMap((rule) => weights.map((weight) => weight + rule));
}

/** The rules of a weight from a layer's options. */
export function weightRules(where: string, options: object, weight: string, initializer: string): WeightRules {
  const own = options as Record<string, unknown>;
  return {
    initializer: initializers.get(own[`${weight}Initializer`] ?? initializer, where),
    regularizer: regularizers.getOptional(own[`${weight}Regularizer`], where),
    constraint: constraints.getOptional(own[`${weight}Constraint`], where),
  };
}

/** Keras's config of rules; `activity` stands between regularizers and constraints where Keras has it there. */
export function rulesConfig(rules: Readonly<Record<string, WeightRules>>, activity: Config = {}): Config {
  const each = (rule: string, write: (own: WeightRules) => unknown): Config =>
    Object.fromEntries(Object.entries(rules).map(([weight, own]) => [`${weight}_${rule}`, write(own)]));
  return {
    ...each("initializer", ({ initializer }) => initializers.serialize(initializer)),
    ...each("regularizer", ({ regularizer }) => regularizers.serializeOptional(regularizer)),
    ...activity,
    ...each("constraint", ({ constraint }) => constraints.serializeOptional(constraint)),
  };
}
