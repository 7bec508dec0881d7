import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleTarget } from "../support/bundle.mjs";

export default bundleTarget(
  "vite",
  async (from, to) => {
    const { build, createLogger } = await import("vite");
    const warnings = [];
    // A remark on size, not a fault: the engine and all of the API are one chunk above 500 kB.
    const warn = (text) => /Some chunks are larger than \d+ kB/.test(text) || warnings.push(text);
    const customLogger = { ...createLogger("silent"), warn, warnOnce: warn, error: warn };
    const page = '<!doctype html>\n<title>keratin</title>\n<script type="module" src="/global.mjs"></script>\n';
    await writeFile(join(from, "index.html"), page);
    const options = { root: from, configFile: false, customLogger, logLevel: "warn" };
    await build({ ...options, build: { outDir: to, emptyOutDir: true } });
    return { warnings };
  },
  { module: true },
);
