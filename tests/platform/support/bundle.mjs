/** Bundles: made with a bundler's defaults, left for browsers, run in Node. */
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { report } from "./process.mjs";
import { findPackage } from "./tools.mjs";

/**
 * @param {string} name The bundler's package.
 * @param {(from: string, to: string) => Promise<{ warnings: string[], inNode?: string }>} bundle Bundles global.mjs of
 *   folder `from` into folder `to`, and tells what the bundler had to say, and which script runs in Node where it is
 *   another than the page's.
 * @param {{ module?: boolean }} how Whether the bundle is a module.
 * @returns {import("./target.mjs").Target}
 */
export function bundleTarget(name, bundle, { module = false } = {}) {
  return {
    name: `Node, ${name}`,
    threads: [1, 2, 4],
    find: () => findPackage(name),
    async open(_found, lab) {
      const project = await lab.project();
      const folder = join(lab.bundles, name);
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
      const { warnings, inNode } = await bundle(project, folder);
      if (warnings.length) throw new Error(`${name} warns: ${warnings.join("\n")}`);
      const file = await entryIn(folder);
      if (!(await readdir(folder)).includes("index.html")) {
        const type = module ? ' type="module"' : "";
        const script = `<script${type} src="./${file}"></script>`;
        await writeFile(join(folder, "index.html"), `<!doctype html>\n<title>keratin</title>\n${script}\n`);
      }
      return { project, file: inNode ?? join(folder, file), size: await sizeOf(join(folder, file)) };
    },
    run: async ({ project, file, size }, threads, lab) => ({
      ...(await report(process.execPath, [join(project, "bundle.mjs"), file], lab.options(threads), { cwd: project })),
      remark: size,
    }),
  };
}

/** The script that a folder's page loads: the page names it, or it is the only one that no other script loads. */
async function entryIn(folder) {
  const page = await readFile(join(folder, "index.html"), "utf8").catch(() => "");
  const named = /<script[^>]* src="[./]*([^"]+)"/.exec(page)?.[1];
  if (named) return named;
  const scripts = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".js"));
  const entries = scripts.filter((file) => /^(bundle|global|main)\.js$/.test(file));
  if (entries.length !== 1) throw new Error(`expected one entry. Received ${scripts.join(", ") || "none"}`);
  return entries[0];
}

async function sizeOf(file) {
  const gzip = gzipSync(await readFile(file), { level: 9 }).length;
  return `${Math.round((await stat(file)).size / 1024)} KiB, gzip ${Math.round(gzip / 1024)} KiB`;
}
