import { plainTarget } from "../browser/target.mjs";

export default plainTarget("chromium");
