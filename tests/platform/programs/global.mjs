/** The conformance program as a global function: what bundlers bundle, for pages and for Node. */
import * as keratin from "keratin";
import { conform } from "./conformance.mjs";

globalThis.conform = async (options) => {
  const started = performance.now();
  const report = await conform(keratin, options);
  return { ...report, ms: performance.now() - started };
};
