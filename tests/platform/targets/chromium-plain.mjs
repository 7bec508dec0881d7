import { pageTarget } from "../browser/target.mjs";

export default pageTarget({ browser: "chromium", title: "no headers", page: "conform.html" });
