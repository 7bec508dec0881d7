/** Before any test: generated files and the wasm module are those of the sources. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export default function setup(): void {
  const build = fileURLToPath(new URL("../build/build.mjs", import.meta.url));
  execFileSync(process.execPath, [build, "--wasm", "--quiet"], { stdio: "inherit" });
}
