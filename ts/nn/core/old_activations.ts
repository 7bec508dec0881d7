/** Activations that only files of Keras 1 and 2 have. */
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";
import type { Activation } from "./activation";
import type { SerializedObject } from "./serialize";

/** What Keras 3 cannot express stands in configs under this module; a file of Keras 3 must not have it. */
export const OLD = "keras2";

const FUNCTIONS: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  /** 0.2 x + 0.5 between 0 and 1; in Keras 3 the slope is 1 / 6. */
  hard_sigmoid: (x) => ops.clip(ops.add(ops.multiply(x, 0.2), 0.5), 0, 1),
};

/** The old activation of a name such as `keras2>hard_sigmoid`. */
export function oldActivation(name: unknown): Activation | undefined {
  if (typeof name !== "string" || !name.startsWith(`${OLD}>`)) return undefined;
  const fn = FUNCTIONS[name.slice(OLD.length + 1)];
  return fn && { name, fn };
}

/** Its config, which says that it is old. */
export function oldConfig(name: string): SerializedObject {
  const own = name.slice(OLD.length + 1);
  return { module: OLD, class_name: "function", config: own as never, registered_name: name };
}
