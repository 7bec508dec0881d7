/** Targets that are a page in a browser. */
import { find, launch, reportOf } from "./drivers/index.mjs";
import { makeSite } from "./site.mjs";

/** What people call the browsers. */
export const TITLES = { chromium: "Chromium", firefox: "Firefox", webkit: "WebKitGTK" };

const versions = new Map();

/** Looks for a browser: its version, asked of one that was started, or what was looked for. */
export async function findBrowser(name) {
  const { missing, packages } = find(name);
  if (missing.length) return { missing: `no ${missing.join(", no ")} (Debian: ${packages.join(", ")})` };
  if (!versions.has(name)) {
    const browser = await launch(name);
    versions.set(name, /\d+(\.\d+)+/.exec(browser.version)[0]);
    await browser.close();
  }
  return { version: versions.get(name) };
}

/** Opens a page and gives its report; `options` are those of `init`. */
export async function visit(browser, url, options, flags = "") {
  await browser.open(`${url}?options=${encodeURIComponent(JSON.stringify(options))}${flags}`);
  return reportOf(browser);
}

/**
 * A target that opens one page of the site.
 * @param {{ browser: string, title: string, page: string, headers?: object, flags?: string, threads?: number[],
 *   check?: (report: object, threads: number) => string | undefined }} what `check` throws, or gives a remark.
 */
export function pageTarget({ browser: name, title, page, headers = {}, flags, threads = [1], check }) {
  return {
    name: `${TITLES[name]}, ${title}`,
    threads,
    find: () => findBrowser(name),
    async open(_found, lab) {
      const server = await lab.serve(await makeSite(lab), { headers });
      try {
        return { server, browser: await launch(name) };
      } catch (error) {
        await server.close();
        throw error;
      }
    },
    async run({ server, browser }, threads, lab) {
      const report = await visit(browser, `${server.url}/${page}`, lab.options(threads), flags);
      const isolated = "Cross-Origin-Embedder-Policy" in headers;
      if (report.isolated !== isolated) throw new Error(`crossOriginIsolated is ${report.isolated}`);
      const remark = check?.(report, threads);
      return remark ? { ...report, remark } : report;
    },
    async close({ server, browser }) {
      await browser.close();
      await server.close();
    },
  };
}

/** A target without COOP/COEP: whatever number of threads is asked for, one runs, and gives the same bits. */
export function plainTarget(browser) {
  const target = pageTarget({ browser, title: "no headers", page: "conform.html" });
  return {
    ...target,
    async run(session, threads, lab) {
      const report = await target.run(session, threads, lab);
      const asked = await visit(session.browser, `${session.server.url}/conform.html`, lab.options(4));
      if (asked.info.threads !== 1) throw new Error(`init({ threads: 4 }): ${asked.info.threads} threads run`);
      if (asked.hash !== report.hash) throw new Error(`init({ threads: 4 }): the hash is ${asked.hash}`);
      return report;
    },
  };
}
