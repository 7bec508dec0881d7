import { pageTarget } from "../browser/target.mjs";

/** Files that a page has: stores of the browser, what a user drops or picks, downloads. */
export default pageTarget({
  browser: "webkit",
  title: "files",
  page: "files.html",
  check: ({ places }) => places.join(", "),
});
