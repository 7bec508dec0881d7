/** Targets whose page a service worker keeps, opened again when its server is gone. */
import { launch } from "./drivers/index.mjs";
import { ISOLATED } from "./headers.mjs";
import { makeSite } from "./site.mjs";
import { findBrowser, TITLES, visit } from "./target.mjs";

export function offlineTarget(name) {
  return {
    name: `${TITLES[name]}, offline`,
    threads: [1, 2, 4],
    find: () => findBrowser(name),
    open: async (_found, lab) => ({ folder: await makeSite(lab), browser: await launch(name) }),
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
}
