import { join } from "node:path";
import { bundleTarget } from "../support/bundle.mjs";

/** With the plugin that finds packages: rollup alone finds none. */
export default bundleTarget(
  "rollup",
  async (from, to) => {
    const [{ rollup }, { nodeResolve }] = await Promise.all([import("rollup"), import("@rollup/plugin-node-resolve")]);
    const warnings = [];
    const bundle = await rollup({
      input: join(from, "global.mjs"),
      plugins: [nodeResolve()],
      onLog: (level, log) => level === "warn" && warnings.push(log.message),
    });
    await bundle.write({ dir: to });
    await bundle.close();
    return { warnings };
  },
  { module: true },
);
