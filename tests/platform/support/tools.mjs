/** Where the runtimes are: packages of tests/platform, then the machine's own. */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { execute } from "./process.mjs";

const require = createRequire(import.meta.url);

/** The folder of an installed package. */
export function packageFolder(name) {
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}

/** The version of an installed package. */
export function packageVersion(name) {
  return require(`${name}/package.json`).version;
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
