import { launch } from "../browser/drivers/index.mjs";
import { ISOLATED } from "../browser/headers.mjs";
import { makeSite } from "../browser/site.mjs";
import { findBrowser, visit } from "../browser/target.mjs";

/** A page that a service worker keeps, opened again when its server is gone. */
export default {
  name: "Chromium, offline",
  threads: [1, 2, 4],
  find: () => findBrowser("chromium"),
  open: async (_found, lab) => ({ folder: await makeSite(lab), browser: await launch("chromium") }),
  async run({ folder, browser }, threads, lab) {
    const server = await lab.serve(folder, { headers: ISOLATED });
    try {
      const { controlled } = await visit(browser, `${server.url}/offline.html`, {});
      if (!controlled) throw new Error("no service worker answers for the page");
    } finally {
      await server.close();
    }
    const reachable = await fetch(`${server.url}/conform.html`).catch(() => undefined);
    if (reachable) throw new Error("the server still answers: nothing is tested");
    const report = await visit(browser, `${server.url}/conform.html`, lab.options(threads));
    if (!report.isolated) throw new Error("the page from the cache is not cross-origin isolated");
    return { ...report, remark: "from a service worker's cache" };
  },
  close: ({ browser }) => browser.close(),
};
