import { findPackage } from "../support/tools.mjs";

/** Bundlers keep what an import of a build brings, and of an import of the library that nobody uses nothing. */
export default {
  name: "side effects, esbuild",
  find: () => findPackage("esbuild"),
  async run(_found, lab) {
    const { build } = await import("esbuild");
    const options = { bundle: true, minify: true, write: false, format: "esm", logLevel: "silent" };
    const project = await lab.project();
    const bundled = async (contents) => {
      const { outputFiles, warnings } = await build({ ...options, stdin: { contents, resolveDir: project } });
      if (warnings.length) throw new Error(warnings.map((warning) => warning.text).join("\n"));
      return outputFiles[0].text;
    };
    for (const name of ["relaxed", "wide", "relaxed-wide"]) {
      const text = await bundled(`import "keratin/${name}";`);
      if (!text.includes("keratin.builds")) throw new Error(`import "keratin/${name}" is dropped`);
    }
    const text = await bundled('import { Sequential } from "keratin";');
    if (text.trim()) throw new Error(`an unused import leaves ${text.length} characters`);
  },
};
