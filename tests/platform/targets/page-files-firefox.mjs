import { pageTarget } from "../browser/target.mjs";

/** Files that a page has: stores of the browser, what a user drops or picks, downloads. */
export default pageTarget({
  browser: "firefox",
  title: "files",
  page: "files.html",
  check({ places }) {
    if (!places.includes("opfs://")) throw new Error("the page has no OPFS");
    return places.join(", ");
  },
});
