import { cspTarget } from "../browser/csp.mjs";

export default cspTarget("firefox");
