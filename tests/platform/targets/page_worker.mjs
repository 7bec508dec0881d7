import { pageTarget } from "../browser/target.mjs";

/** Without COOP/COEP a page that imports keratin in a worker of its own stays wholly free. */
export default pageTarget({
  browser: "chromium",
  title: "own worker",
  page: "own_worker.html",
  check({ longestTask }) {
    if (longestTask > 50) throw new Error(`the page's thread was busy for ${longestTask} ms`);
    return "the page's thread stays free";
  },
});
