/** What targets and checks work with: the packed library, empty projects, a server. */
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { npm } from "./process.mjs";
import { serve } from "./serve.mjs";

const here = fileURLToPath(new URL("..", import.meta.url));
const root = join(here, "../..");

/** Builds and packs the library. @returns {Promise<import("./target.mjs").Lab & { close(): Promise<void> }>} */
export async function openLab() {
  const home = await mkdtemp(join(tmpdir(), "keratin-platforms-"));
  const bundles = join(root, "build/dist/platform/bundles");
  await mkdir(bundles, { recursive: true });
  const { stdout } = await npm(["pack", "--ignore-scripts=false", "--json", "--silent", "--pack-destination", home], {
    cwd: root,
  });
  const [{ filename }] = JSON.parse(stdout.slice(stdout.search(/^\[/m)));
  const tarball = join(home, filename);

  const folder = () => mkdtemp(join(home, "empty-"));
  const project = async () => {
    const path = await folder();
    await writeFile(join(path, "package.json"), JSON.stringify({ private: true }));
    const flags = ["--offline", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"];
    await npm(["install", ...flags, tarball], { cwd: path });
    await cp(join(here, "conformance.mjs"), join(path, "conformance.mjs"));
    for (const file of await readdir(join(here, "programs"))) await cp(join(here, "programs", file), join(path, file));
    return path;
  };
  const lab = { root, tarball, bundles, folder, project, serve, options: (threads) => ({ threads }) };
  return { ...lab, close: () => rm(home, { recursive: true, force: true }) };
}
