import { plainTarget } from "../browser/target.mjs";

export default plainTarget("webkit");
