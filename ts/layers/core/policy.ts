import type { Config } from "../../nn/core/serialize";

/** How Keras writes the default dtype policy. */
export const FLOAT32: Config = {
  module: "keras",
  class_name: "DTypePolicy",
  config: { name: "float32" },
  registered_name: null,
};
