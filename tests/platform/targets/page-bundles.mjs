import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { launch } from "../browser/drivers/index.mjs";
import { ISOLATED } from "../browser/headers.mjs";
import { findBrowser } from "../browser/target.mjs";

const BUNDLERS = ["esbuild", "rollup", "vite", "webpack"];

/** Whether a bundler's target left something that was made of this packed library. */
function isMade(lab, name) {
  const page = join(lab.bundles, name, "index.html");
  return existsSync(page) && statSync(page).mtimeMs >= statSync(lab.tarball).mtimeMs;
}

/** What the bundlers' targets left, each as a site of its own. */
export default {
  name: "Chromium, bundles",
  threads: [1, 2],
  async find(lab) {
    const missing = BUNDLERS.filter((name) => !isMade(lab, name));
    if (missing.length)
      return { missing: `no bundle of ${missing.join(", ")} (their targets make them, in the same run)` };
    return findBrowser("chromium");
  },
  open: () => launch("chromium"),
  async run(browser, threads, lab) {
    const reports = [];
    for (const name of BUNDLERS) {
      const server = await lab.serve(join(lab.bundles, name), { headers: ISOLATED });
      try {
        await browser.open(`${server.url}/`);
        reports.push(await browser.evaluate((options) => globalThis.conform(options), lab.options(threads)));
      } catch (error) {
        throw new Error(`${name}: ${[error.message, ...browser.messages].join("\n")}`);
      } finally {
        await server.close();
      }
    }
    const hashes = BUNDLERS.map((name, i) => `${name} ${reports[i].hash}`);
    if (new Set(reports.map(({ hash }) => hash)).size > 1) throw new Error(`the hashes differ: ${hashes.join(", ")}`);
    const odd = reports.find(({ batchesAgree, info }) => !batchesAgree || info.threads !== threads);
    return { ...(odd ?? reports[0]), remark: BUNDLERS.join(", ") };
  },
  close: (browser) => browser.close(),
};
