/** Before any test: what is built is that of the sources. Tests that run the package in a process of its own take it from there. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export default function setup(): void {
  const build = fileURLToPath(new URL("../build/build.mjs", import.meta.url));
  execFileSync(process.execPath, [build, "--quiet"], { stdio: "inherit" });
}
