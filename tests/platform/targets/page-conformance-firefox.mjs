import { conformanceTarget } from "../browser/conformance_page.mjs";

export default conformanceTarget("firefox");
