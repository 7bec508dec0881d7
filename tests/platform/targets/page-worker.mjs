import { tryExample } from "../browser/example.mjs";
import { pageTarget } from "../browser/target.mjs";

const target = pageTarget({
  browser: "chromium",
  title: "own worker",
  page: "own_worker.html",
  check({ longestTask }) {
    if (longestTask > 50) throw new Error(`the page's thread was busy for ${longestTask} ms`);
    return "the page's thread stays free";
  },
});

/** Without COOP/COEP a page that imports keratin in a worker of its own stays wholly free; and so does examples/worker. */
export default {
  ...target,
  async run(session, threads, lab) {
    await tryExample(session.browser, session.server.url);
    return target.run(session, threads, lab);
  },
};
