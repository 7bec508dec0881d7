/** Deno, with the permissions it is given and no others. */
import { join } from "node:path";
import { report } from "./process.mjs";
import { findCommand } from "./tools.mjs";

/** Finds Deno. */
export function findDeno() {
  return findCommand("@deno/linux-x64-glibc", "deno", "deno");
}

/** An environment in which Deno keeps its cache in the project. */
export function denoEnvironment(project) {
  return { DENO_DIR: join(project, ".deno"), DENO_NO_UPDATE_CHECK: "1", DENO_NO_PROMPT: "1" };
}

/** Runs a program of the project. */
export function runDeno({ command, project }, permissions, program, options) {
  const args = ["run", "--quiet", ...permissions, program];
  return report(command, args, options, { cwd: project, env: denoEnvironment(project) });
}
