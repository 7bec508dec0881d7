// Trainings, predictions and evaluations at once in a page, and a worker that dies; `?options=` go to `init`.
import * as keratin from "./keratin/build/dist/keratin.js";
import { takeTurns, watchWorkers } from "./turns.mjs";

const options = JSON.parse(new URLSearchParams(location.search).get("options") ?? "{}");

async function run() {
  const began = performance.now();
  const result = await takeTurns(keratin, options, watchWorkers(globalThis));
  const isolated = globalThis.crossOriginIsolated;
  return { ...result, ms: performance.now() - began, isolated };
}

globalThis.report = run();
