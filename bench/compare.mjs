// Bundles and runs compare.ts: node bench/compare.mjs BASE.wasm HEAD.wasm [NAME ...]
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const outfile = here("../build/dist/run/compare.mjs");
await build({
  entryPoints: [here("compare.ts")],
  outfile,
  bundle: true,
  format: "esm",
  platform: "node",
  logLevel: "warning",
});
process.exit(spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: "inherit" }).status ?? 1);
