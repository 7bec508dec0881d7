import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { launch } from "../browser/drivers/index.mjs";
import { figuresOf, problemsOf } from "../browser/figures.mjs";
import { ISOLATED } from "../browser/headers.mjs";
import { makeSite } from "../browser/site.mjs";
import { findBrowser, visit } from "../browser/target.mjs";

const REMARK = "30 frames a second, cancels within 200 ms; with threads no task over 50 ms";

/** What a page's main thread does while a network trains: with threads beside it, and alone in slices. */
export default {
  name: "Chromium, conformance page",
  threads: [1, 2],
  find: () => findBrowser("chromium"),
  async open(_found, lab) {
    const folder = await makeSite(lab);
    const shots = join(lab.root, "build/dist/platform/page");
    await mkdir(shots, { recursive: true });
    return { folder, shots, browser: await launch("chromium") };
  },
  async run({ folder, shots, browser }, threads, lab) {
    // One thread is the page's own, without COOP/COEP; more need them.
    const server = await lab.serve(folder, { headers: threads > 1 ? ISOLATED : {} });
    try {
      let problems = [];
      // A machine may be busy with something else: once more, before it is a failure.
      for (let tries = 0; tries < 2; tries++) {
        const report = await visit(browser, `${server.url}/page/`, lab.options(threads));
        const figures = figuresOf(report);
        problems = problemsOf(report);
        await browser.screenshot(join(shots, `${threads}.png`));
        await writeFile(join(shots, `${threads}.json`), `${JSON.stringify(figures, null, 2)}\n`);
        console.log(`     ${figures.text}`);
        if (!problems.length) return { ...report, remark: REMARK };
      }
      throw new Error(problems.join("; "));
    } finally {
      await server.close();
    }
  },
  close: ({ browser }) => browser.close(),
};
