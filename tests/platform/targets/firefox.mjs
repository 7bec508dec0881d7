import { ISOLATED } from "../browser/headers.mjs";
import { pageTarget } from "../browser/target.mjs";

export default pageTarget({
  browser: "firefox",
  title: "COOP/COEP",
  page: "conform.html",
  headers: ISOLATED,
  threads: [1, 2, 4],
});
