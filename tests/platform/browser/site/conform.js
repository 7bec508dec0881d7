// The conformance program in a page. `?options={"threads":2}` goes to `init`; `?files` adds the package's worker and
// module, as a page under a strict content security policy gives them.
import { conform } from "./conformance.mjs";
import * as keratin from "./keratin/build/dist/keratin.js";

const query = new URLSearchParams(location.search);

async function optionsOf() {
  const options = JSON.parse(query.get("options") ?? "{}");
  if (!query.has("files")) return options;
  const file = (name) => new URL(`./keratin/build/dist/${name}`, import.meta.url);
  return {
    ...options,
    worker: file("worker.js"),
    module: await WebAssembly.compileStreaming(fetch(file("keratin.wasm"))),
  };
}

/** Whether the page's policy refuses a worker made from a blob. */
function refusesBlobs() {
  return new Promise((resolve) => {
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
  const note = ({ violatedDirective, blockedURI }) => violations.push(`${violatedDirective} ${blockedURI}`);
  addEventListener("securitypolicyviolation", note);
  const options = await optionsOf();
  const began = performance.now();
  const result = await conform(keratin, options);
  const ms = performance.now() - began;
  removeEventListener("securitypolicyviolation", note);
  const isolated = globalThis.crossOriginIsolated;
  return { ...result, ms, isolated, violations, strict: await refusesBlobs() };
}

globalThis.report = run();
