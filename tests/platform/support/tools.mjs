/** Where the runtimes are: packages of tests/platform, then the machine's own. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execute } from "./process.mjs";

/** The folder of an installed package. */
export function packageFolder(name) {
  const folder = fileURLToPath(new URL(`../node_modules/${name}`, import.meta.url));
  return existsSync(folder) ? folder : undefined;
}

/** A package as something to find. */
export async function findPackage(name) {
  const folder = packageFolder(name);
  if (!folder) return { missing: `tried the package ${name} (is not installed)` };
  return { version: JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version };
}

/** A runtime in a package, or of this name on the path; `fits` looks at what `--version` prints. */
export async function findCommand(name, file, command, fits = () => true) {
  const tried = [];
  const folder = packageFolder(name);
  for (const [path, what] of [
    [folder && join(folder, file), `the package ${name}`],
    [command, `${command} on the path`],
  ]) {
    try {
      if (!path) throw new Error("is not installed");
      const { stdout } = await execute(path, ["--version"]);
      const version = /\d+[\d.-]*/.exec(stdout)?.[0];
      if (!version || !fits(version)) throw new Error(`is ${version}`);
      return { command: path, version };
    } catch (error) {
      tried.push(`${what} (${error.code ?? error.message})`);
    }
  }
  return { missing: `tried ${tried.join(" and ")}` };
}
