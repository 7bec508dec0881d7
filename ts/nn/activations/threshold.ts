import { ValueError } from "../../core/errors";
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** x where x is above `limit`, else `defaultValue`. @throws ValueError without both, as when a layer is given its name. */
export function threshold(x: Tensor, limit?: number, defaultValue?: number): Tensor {
  if (typeof limit !== "number" || typeof defaultValue !== "number") {
    throw new ValueError("threshold", "needs a threshold and a default value", {
      expected: "threshold(x, threshold, defaultValue)",
      received: { threshold: limit, defaultValue },
      fix: "Give a layer a function: (x) => activations.threshold(x, 0, 0)",
    });
  }
  return ops.threshold(x, limit, defaultValue);
}
