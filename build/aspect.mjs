// Runs the as-pect tests (assembly/__tests__) and exits with their code. Arguments go on to as-pect (--verbose, --update-snapshots).
// Not through as-pect's bin script, which starts the first `node` on the PATH and drops Node's own flags.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const cli = fileURLToPath(new URL("../node_modules/@as-pect/cli/lib/test.js", import.meta.url));
const { status } = spawnSync(process.execPath, [...process.execArgv, cli, "--no-logo", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
process.exit(status ?? 1);
