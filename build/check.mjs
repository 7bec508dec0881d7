// What must hold before the tests run: generated files fresh, code formatted and linted, types right in both
// languages, and the package builds. Prints what fails.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

process.chdir(join(dirname(fileURLToPath(import.meta.url)), ".."));
const require = createRequire(import.meta.url);
const bin = (name, path) => join(dirname(require.resolve(`${name}/package.json`)), path);
const steps = [
  ["generated files are fresh", ["build/gen.mjs", "--check"]],
  ["formatted and linted", [bin("@biomejs/biome", "bin/biome"), "check", "--error-on-warnings", "."]],
  ["types of ts/, tests/ and examples/", [bin("typescript", "bin/tsc"), "--noEmit", "-p", "."]],
  ["types of assembly/", [bin("typescript", "bin/tsc"), "-p", "assembly"]],
  ["the package builds", ["build/build.mjs", "--quiet", "--types"]],
  ["sizes are below the limit, and as the README says", ["build/sizes.mjs", "--check"]],
  ["docs/keras.md is what the library has", ["build/keras.mjs", "--check"]],
];
let failed = 0;
for (const [what, args] of steps) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  console.log(`${status === 0 ? "ok  " : "FAIL"} ${what} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  if (status !== 0) {
    failed++;
    console.log(stdout + stderr);
    if (args[0] === "build/gen.mjs") break; // the build writes them, and a second run would find nothing
  }
}
process.exit(failed ? 1 : 0);
