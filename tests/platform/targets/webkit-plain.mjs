import { pageTarget } from "../browser/target.mjs";

export default pageTarget({ browser: "webkit", title: "no headers", page: "conform.html" });
