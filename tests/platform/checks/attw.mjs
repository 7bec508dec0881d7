import { execute } from "../support/process.mjs";
import { findPackage, packageFolder } from "../support/tools.mjs";

/** Types and code of every export resolve, as ESM, under node16 and bundler. */
export default {
  name: "attw, esm-only",
  find: () => findPackage("@arethetypeswrong/cli"),
  async run(_found, lab) {
    const file = `${packageFolder("@arethetypeswrong/cli")}/dist/index.js`;
    await execute(process.execPath, [
      file,
      "--profile",
      "esm-only",
      "--exclude-entrypoints",
      "worker",
      "--format",
      "ascii",
      "--no-color",
      lab.tarball,
    ]);
  },
};
