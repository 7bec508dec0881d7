import { pageTarget } from "../browser/target.mjs";

export default pageTarget({ browser: "firefox", title: "no headers", page: "conform.html" });
