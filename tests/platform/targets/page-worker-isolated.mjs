import { ISOLATED } from "../browser/headers.mjs";
import { pageTarget } from "../browser/target.mjs";

export default pageTarget({
  browser: "chromium",
  title: "own worker, COOP/COEP",
  page: "own_worker.html",
  headers: ISOLATED,
  threads: [1, 2, 4],
});
