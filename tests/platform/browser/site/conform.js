// The conformance program in a page. `?threads=2` goes to `init`; `?worker` and `?module` give it the package's files,
// as a page under a strict content security policy does.
import { conform } from "./conformance.mjs";
import * as keratin from "./keratin/build/dist/keratin.js";

const query = new URLSearchParams(location.search);

async function optionsOf() {
  const options = {};
  if (query.has("threads")) options.threads = Number(query.get("threads"));
  if (query.has("worker")) options.worker = new URL("./keratin/build/dist/worker.js", import.meta.url);
  if (query.has("module"))
    options.module = await WebAssembly.compileStreaming(fetch("./keratin/build/dist/keratin.wasm"));
  return options;
}

/** Whether the page's policy refuses a worker made from a blob. */
function refusesBlobs() {
  return new Promise((resolve) => {
    addEventListener("securitypolicyviolation", () => resolve(true), { once: true });
    const url = URL.createObjectURL(new Blob(["postMessage(0)"], { type: "text/javascript" }));
    try {
      const worker = new Worker(url);
      worker.onmessage = () => resolve(false);
      worker.onerror = () => resolve(true);
    } catch {
      resolve(true);
    }
  });
}

async function run() {
  const violations = [];
  const note = (event) => violations.push(`${event.violatedDirective} ${event.blockedURI}`);
  addEventListener("securitypolicyviolation", note);
  const result = await conform(keratin, await optionsOf());
  removeEventListener("securitypolicyviolation", note);
  const strict = await refusesBlobs();
  return { ...result, isolated: globalThis.crossOriginIsolated, violations, strict };
}

globalThis.report = run();
