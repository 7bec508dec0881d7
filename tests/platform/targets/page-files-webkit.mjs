import { pageTarget } from "../browser/target.mjs";

/**
 * Files that a page has. WebKitGTK hides OPFS unless its features +StorageAPI, +FileSystem and +FileSystemWritableStream
 * are switched on, and then a driven session, which keeps nothing, cannot write to it.
 */
export default pageTarget({
  browser: "webkit",
  title: "files",
  page: "files.html",
  check: ({ places }) => places.join(", "),
});
