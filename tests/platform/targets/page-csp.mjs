import { ISOLATED, STRICT } from "../browser/headers.mjs";
import { pageTarget } from "../browser/target.mjs";

/** No blob:, no data:, no inline script: the worker and the module come from the package's own files. */
export default pageTarget({
  browser: "chromium",
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
