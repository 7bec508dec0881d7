// The size of each part of the package: raw, gzip and brotli. `--write` puts the table into README.md; `--check` fails when
// the default import is over its limit, or the table is more than 1 KB from the truth.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { rollup } from "rollup";

process.chdir(join(dirname(fileURLToPath(import.meta.url)), ".."));
const DIST = "build/dist";
/** In KB (1000 bytes) of gzip. */
const LIMIT = 225;
const TOLERANCE = 1;
const MARKERS = ["<!-- sizes -->", "<!-- /sizes -->"];

const FILES = [
  ["keratin.js", "`keratin`: engine and API, one module with the wasm inside"],
  ["keratin-archive.js", "files, loaded when the first one is opened or saved"],
  ["keratin-profiling.js", "profiles, loaded with the first one"],
  ["relaxed.js", "`keratin/relaxed`"],
  ["wide.js", "`keratin/wide`"],
  ["relaxed-wide.js", "`keratin/relaxed-wide`"],
  ["worker.js", "`keratin/worker`, for pages with a strict CSP"],
  ["keratin.wasm", "`keratin/wasm`: the engine alone, for hosts that compile it"],
];
const PROGRAM = 'import { K } from "keratin"; console.log(K);';

function measure(what, bytes) {
  const sizes = [bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length];
  return { what, sizes: sizes.map((size) => size / 1000) };
}

const library = resolve(DIST, "keratin.js");

async function byEsbuild() {
  const { outputFiles } = await build({
    stdin: { contents: PROGRAM, resolveDir: process.cwd() },
    alias: { keratin: library },
    bundle: true,
    splitting: true,
    outdir: "out",
    format: "esm",
    minify: true,
    write: false,
  });
  return outputFiles.find(({ path }) => path.endsWith("stdin.js")).contents;
}

/** Rollup leaves the minifying to others: esbuild does it here. */
async function byRollup() {
  const program = {
    name: "program",
    resolveId: (id) => ({ program: id, keratin: library })[id] ?? null,
    load: (id) => (id === "program" ? PROGRAM : null),
  };
  const bundle = await rollup({ input: "program", plugins: [program] });
  const { output } = await bundle.generate({ format: "es" });
  await bundle.close();
  const { outputFiles } = await build({
    stdin: { contents: output[0].code },
    minify: true,
    format: "esm",
    write: false,
  });
  return outputFiles[0].contents;
}

const rows = [
  ...FILES.filter(([file]) => existsSync(join(DIST, file))).map(([file, what]) =>
    measure(what, readFileSync(join(DIST, file))),
  ),
  measure("`import { K }` alone, bundled by esbuild", await byEsbuild()),
  measure("`import { K }` alone, bundled by Rollup and minified", await byRollup()),
];
const shown = (kilobytes) => kilobytes.toFixed(1);
const table = [
  "| KB (1000 bytes) | raw | gzip | brotli |",
  "|---|---|---|---|",
  ...rows.map(({ what, sizes }) => `| ${what} | ${sizes.map(shown).join(" | ")} |`),
].join("\n");

const readme = readFileSync("README.md", "utf8");
const [start, end] = [readme.indexOf(MARKERS[0]) + MARKERS[0].length, readme.indexOf(MARKERS[1])];
if (start < MARKERS[0].length || end < start) throw new Error(`README.md has no ${MARKERS.join(" ... ")}`);

/** What is wrong with the sizes, and with the README's table of them. */
function problems() {
  const found = [];
  const [{ sizes }] = rows;
  if (sizes[1] > LIMIT) found.push(`the default import takes ${shown(sizes[1])} KB gzip, more than ${LIMIT}`);
  const [whole, ...rest] = rows;
  for (const row of rest.filter(({ what }) => what.startsWith("`import"))) {
    if (row.sizes[1] > 0.75 * whole.sizes[1])
      found.push(`${row.what}: most of the library stays, ${shown(row.sizes[1])} KB gzip`);
  }
  const said = readme
    .slice(start, end)
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| KB"))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  const stale =
    said.length !== rows.length ||
    rows.some(({ what, sizes: now }, i) => {
      const [, name, ...cells] = said[i];
      return name !== what || now.some((size, j) => !(Math.abs(size - Number(cells[j])) <= TOLERANCE));
    });
  if (stale) found.push(`the table of sizes in README.md is stale: run node build/sizes.mjs --write\n${table}`);
  return found;
}

if (process.argv.includes("--write")) {
  writeFileSync("README.md", `${readme.slice(0, start)}\n${table}\n${readme.slice(end)}`);
  console.log(table);
} else if (process.argv.includes("--check")) {
  const found = problems();
  for (const problem of found) console.error(problem);
  process.exitCode = found.length ? 1 : 0;
} else console.log(table);
