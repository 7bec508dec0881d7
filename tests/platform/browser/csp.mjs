/** Targets under a content security policy: no blob:, no data:, no inline script. */
import { ISOLATED, STRICT } from "./headers.mjs";
import { pageTarget, visit } from "./target.mjs";

/** The worker and the module come from the package's own files; without them one thread runs, and says why. */
export function cspTarget(browser) {
  const target = pageTarget({
    browser,
    title: "strict CSP",
    page: "conform.html",
    headers: { ...ISOLATED, ...STRICT },
    flags: "&files",
    threads: [1, 2, 4],
    check({ strict, violations }) {
      if (!strict) throw new Error("the policy lets a blob: worker through: it tests nothing");
      if (violations.length) throw new Error(`the policy refused ${violations.join(", ")}`);
      return "init({ module, worker })";
    },
  });
  return {
    ...target,
    async run(session, threads, lab) {
      const report = await target.run(session, threads, lab);
      if (threads === 1) return report;
      const bare = await visit(session.browser, `${session.server.url}/conform.html`, lab.options(threads));
      if (bare.hash !== report.hash) throw new Error(`without the files the hash is ${bare.hash}`);
      if (bare.info.threads !== 1 || !bare.info.why) throw new Error(`without the files: ${JSON.stringify(bare.info)}`);
      return report;
    },
  };
}
