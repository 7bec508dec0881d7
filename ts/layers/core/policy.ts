import type { Config } from "../../nn/core/serialize";

/** How Keras writes a dtype policy. */
export function policyOf(name: string): Config {
  return { module: "keras", class_name: "DTypePolicy", config: { name }, registered_name: null };
}

/** How Keras writes the default dtype policy. */
export const FLOAT32: Config = /* @__PURE__ */ policyOf("float32");
