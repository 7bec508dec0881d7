/** The static folder that browsers are shown. */
import { cp, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Puts the pages, the conformance program, the examples and the packed library, in `keratin/`, into a folder.
 * @returns {Promise<string>} the folder
 */
export async function makeSite(lab) {
  const [project, folder] = [await lab.project(), await lab.folder()];
  for (const [from, to] of [
    [here("site"), "."],
    [here("page"), "page"],
    [here("../conformance.mjs"), "conformance.mjs"],
    [here("../turns.mjs"), "turns.mjs"],
    [join(project, "node_modules/keratin"), "keratin"],
    [join(lab.root, "examples/worker"), "keratin/examples/worker"],
    [join(lab.root, "examples/digits/digits.keras"), "digits.keras"],
  ]) {
    await cp(from, join(folder, to), { recursive: true });
  }
  // What a service worker keeps.
  const scripts = (await readdir(join(folder, "keratin/build/dist"))).filter((name) => name.endsWith(".js"));
  const paths = [
    ...scripts.map((name) => `keratin/build/dist/${name}`),
    "conformance.mjs",
    "conform.html",
    "conform.js",
  ];
  await writeFile(join(folder, "keep.json"), JSON.stringify(paths));
  return folder;
}
