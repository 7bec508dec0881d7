import { bundleTarget } from "../support/bundle.mjs";

/** Webpack's advice on the size of any script above 244 KiB is no warning about keratin. */
const ADVICE = /^(asset|entrypoint) size limit|webpack performance recommendations/;

export default bundleTarget("webpack", async (from, to) => {
  const { default: webpack } = await import("webpack");
  const stats = await new Promise((resolve, reject) => {
    const config = { mode: "production", context: from, entry: "./global.mjs", output: { path: to } };
    const compiler = webpack(config, (error, result) =>
      compiler.close((other) => (error || other ? reject(error ?? other) : resolve(result))),
    );
  });
  const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
  return { warnings: [...errors, ...warnings].map((w) => w.message).filter((text) => !ADVICE.test(text)) };
});
