// Builds the package into build/dist: generated sources, the wasm module, the bundle, the types.
// `--wasm` stops after what the tests need; `--types` adds the declarations; `--quiet` prints only problems.
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
process.chdir(root);
const require = createRequire(import.meta.url);
const flags = new Set(process.argv.slice(2));
const say = (text) => flags.has("--quiet") || console.log(text);
const node = (...args) =>
  execFileSync(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" });
const newest = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((time, entry) => Math.max(time, statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs), 0);
const fresh = (output, ...inputs) => existsSync(output) && statSync(output).mtimeMs > Math.max(...inputs);

mkdirSync("build/dist", { recursive: true });
node("build/gen.mjs");

// The strict module is inlined; the others are imports that leave theirs where the library looks.
const inputs = [newest("assembly"), statSync("asconfig.json").mtimeMs];
for (const name of ["simd", ...(flags.has("--wasm") ? [] : ["relaxed", "wide", "relaxed-wide"])]) {
  const [file, output] = name === "simd" ? ["keratin.wasm", "wasm.js"] : [`${name}.wasm`, `${name}.js`];
  if (fresh(`build/dist/${output}`, ...inputs)) continue;
  compileWasm(name);
  const bytes = readFileSync(`build/dist/${file}`);
  const text = bytes.toString("hex");
  const leave = `(globalThis[Symbol.for("keratin.builds")] ??= {})["${name}"] =\n  "${text}";\n`;
  writeFileSync(`build/dist/${output}`, name === "simd" ? `export const WASM =\n  "${text}";\n` : leave);
  say(`${file.padEnd(13)} ${bytes.length} bytes, ${text.length} inlined`);
}

const { build } = await import("esbuild");
if (!fresh("build/dist/worker-source.js", newest("ts/platform"), statSync("assembly/layout.ts").mtimeMs)) {
  await build({
    entryPoints: ["ts/platform/worker.ts"],
    outfile: "build/dist/worker.js",
    bundle: true,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    minify: true,
    legalComments: "none",
    logLevel: "warning",
  });
  const source = readFileSync("build/dist/worker.js", "utf8").trim();
  writeFileSync("build/dist/worker-source.js", `export const WORKER = ${JSON.stringify(source)};\n`);
}
if (flags.has("--wasm")) process.exit(0);

const { bundleLibrary } = await import("./bundle.mjs");
for (const file of await bundleLibrary("build/dist"))
  say(`${file.padEnd(20)} ${statSync(`build/dist/${file}`).size} bytes`);

await build({
  entryPoints: ["ts/cli/main.ts"],
  outfile: "build/dist/cli.js",
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  minify: true,
  legalComments: "none",
  logLevel: "warning",
  // commander asks for Node's modules by require.
  banner: {
    js: '#!/usr/bin/env node\nimport { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);',
  },
  plugins: [
    {
      name: "library",
      setup: ({ onResolve }) => onResolve({ filter: /^keratin$/ }, () => ({ path: "./keratin.js", external: true })),
    },
  ],
});
chmodSync("build/dist/cli.js", 0o755);
say(`cli.js               ${statSync("build/dist/cli.js").size} bytes`);

if (flags.has("--types")) {
  const { writeTypes } = await import("./types.mjs");
  await writeTypes({ keratin: "ts/index.ts" }, "build/dist");
  say(`keratin.d.ts  ${statSync("build/dist/keratin.d.ts").size} bytes`);
}

/** Runs asc; any warning fails the build. */
function compileWasm(target) {
  const asc = join(dirname(require.resolve("assemblyscript/package.json")), "bin", "asc.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [asc, "--target", target], { encoding: "utf8" });
  const text = stdout + stderr;
  if (status !== 0 || /WARNING|ERROR/.test(text)) {
    console.error(text);
    throw new Error("asc reports problems");
  }
}
