/** A consumer compiled by some TypeScript, strictly, declarations of the library included. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execute } from "./process.mjs";
import { findPackage, packageFolder } from "./tools.mjs";

const MODULES = { node16: "node16", bundler: "esnext" };

export function tscCheck(name, resolution) {
  return {
    find: () => findPackage(name),
    async run(_found, lab) {
      const project = await lab.project();
      const compilerOptions = {
        module: MODULES[resolution],
        moduleResolution: resolution,
        target: "es2022",
        lib: ["ES2022", "DOM"],
        types: [],
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
        noEmit: true,
      };
      const config = { compilerOptions, files: ["consumer.ts"] };
      await writeFile(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
      await writeFile(join(project, "tsconfig.json"), JSON.stringify(config));
      await execute(process.execPath, [`${packageFolder(name)}/bin/tsc`, "-p", project], { cwd: project });
    },
  };
}
