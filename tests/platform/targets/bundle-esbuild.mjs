import { join } from "node:path";
import { bundleTarget } from "../support/bundle.mjs";

export default bundleTarget("esbuild", async (from, to) => {
  const { build } = await import("esbuild");
  const { warnings } = await build({
    absWorkingDir: from,
    entryPoints: ["global.mjs"],
    bundle: true,
    outfile: join(to, "bundle.js"),
    logLevel: "silent",
  });
  return { warnings: warnings.map((warning) => warning.text) };
});
