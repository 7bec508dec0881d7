/** The static folder that browsers are shown. */
import { cp } from "node:fs/promises";
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
    [join(project, "node_modules/keratin"), "keratin"],
    [join(lab.root, "examples/worker"), "keratin/examples/worker"],
  ]) {
    await cp(from, join(folder, to), { recursive: true });
  }
  return folder;
}
