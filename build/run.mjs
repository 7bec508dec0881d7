// Runs a TypeScript program of this repository: node build/run.mjs examples/digits/digits.ts [arguments]
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

const [program, ...rest] = process.argv.slice(2);
if (!program) {
  console.error("Usage: node build/run.mjs PROGRAM.ts [ARGUMENTS]");
  process.exit(2);
}
mkdirSync("build/dist/run", { recursive: true });
const outfile = join("build/dist/run", `${basename(program, ".ts")}.mjs`);
await build({
  entryPoints: [program],
  outfile,
  bundle: true,
  packages: "external",
  tsconfigRaw: {},
  format: "esm",
  platform: "node",
  target: "node20",
  logLevel: "warning",
});
const { status } = spawnSync(process.execPath, [outfile, ...rest], { stdio: "inherit" });
process.exit(status ?? 1);
