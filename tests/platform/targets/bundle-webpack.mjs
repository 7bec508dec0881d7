import { join } from "node:path";
import { bundleTarget } from "../support/bundle.mjs";

/** Webpack's advice on the size of any script above 244 KiB is no warning about keratin. */
const ADVICE = /^(asset|entrypoint) size limit|webpack performance recommendations/;

/** Webpack loads parts by script tags, so what Node runs is made for Node. */
export default bundleTarget("webpack", async (from, to) => {
  const { default: webpack } = await import("webpack");
  const made = async (path, target) => {
    const stats = await new Promise((resolve, reject) => {
      const config = { mode: "production", context: from, entry: "./global.mjs", output: { path }, target };
      const compiler = webpack(config, (error, result) =>
        compiler.close((other) => (error || other ? reject(error ?? other) : resolve(result))),
      );
    });
    const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
    return [...errors, ...warnings].map((w) => w.message).filter((text) => !ADVICE.test(text));
  };
  const forNode = join(from, "for-node");
  const warnings = [...(await made(to, "web")), ...(await made(forNode, "node"))];
  return { warnings, inNode: join(forNode, "main.js") };
});
