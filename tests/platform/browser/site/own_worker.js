// Runs the conformance program in a worker, and watches what is left of the page's own thread.
import { watch } from "./page/watch.js";

const query = new URLSearchParams(location.search);

function inWorker(options) {
  const worker = new Worker("./conform_worker.js", { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data.result));
    worker.onerror = ({ message }) => reject(new Error(message ?? "the worker could not be loaded"));
    worker.postMessage(options);
  }).finally(() => worker.terminate());
}

async function run() {
  const watched = watch();
  const began = performance.now();
  const result = await inWorker(JSON.parse(query.get("options") ?? "{}"));
  const ms = performance.now() - began;
  return { ...result, ms, isolated: globalThis.crossOriginIsolated, ...watched.stop() };
}

globalThis.report = run();
