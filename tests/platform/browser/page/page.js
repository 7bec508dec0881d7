// The conformance page: the hash of this browser, and what its main thread does while a network trains.
// `?options={"threads":2}` goes to `init`; `?expect=HASH` is the hash to find; `?seconds=4` is how long it trains.
import { conform, makeData, makeModel } from "../conformance.mjs";
import * as keratin from "../keratin/build/dist/keratin.js";
import { Chart } from "./chart.js";
import { watch } from "./watch.js";

const query = new URLSearchParams(location.search);
const seconds = Number(query.get("seconds") ?? 4);
const options = JSON.parse(query.get("options") ?? "{}");

function show(id, text, good) {
  const place = document.getElementById(id);
  place.textContent = text;
  if (good !== undefined) place.classList.add(good ? "good" : "bad");
}

const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

/** Draws the loss of each epoch; reading it inside one would run the step at hand to its end. */
class Curve extends keratin.Callback {
  #chart = new Chart(document.getElementById("loss"), { digits: 1 });
  #steps = 0;

  onEpochEnd(_epoch, { loss }) {
    this.#steps += this.params.steps;
    this.#chart.add(loss);
    show("steps", `after ${this.#steps} steps: ${loss.toFixed(4)}`);
  }
}

/** The network of the conformance program, learning slowly enough to be watched. */
function makeSlowModel() {
  const model = makeModel(keratin);
  model.compile({
    optimizer: new keratin.optimizers.Adam({ learningRate: 1e-4 }),
    loss: "sparse_categorical_crossentropy",
  });
  return model;
}

/** Trains until `end` stops it after a while; gives the milliseconds from there to the end of `fit`. */
async function trainUntil(model, data, options, after, end) {
  let ended = 0;
  setTimeout(() => {
    ended = performance.now();
    end();
  }, after);
  const fit = model.fit(data.images, data.labels, { epochs: 100_000, batchSize: 64, verbose: 0, ...options });
  await fit.catch((error) => {
    if (error.name !== "AbortError") throw error;
  });
  if (ended === 0) throw new Error("fit ended before it was stopped");
  return performance.now() - ended;
}

async function run() {
  show("agent", navigator.userAgent);
  show("state", "conformance");
  const conforming = performance.now();
  const result = await conform(keratin, options);
  const took = performance.now() - conforming;
  const expected = query.get("expect");
  show("hash", result.hash, expected ? result.hash === expected : undefined);
  if (expected) show("hashNote", result.hash === expected ? "the same bits as in Node" : `Node has ${expected}`);
  const isolated = globalThis.crossOriginIsolated;
  show("threads", String(result.info.threads));
  show("build", `${result.info.build}: ${result.info.why}`);

  show("state", "training");
  const data = makeData(512);
  const model = makeSlowModel();
  const curve = new Curve();
  const waits = new Chart(document.getElementById("waits"), { limit: 50 });
  const began = performance.now();
  let frames = 0;
  const onFrame = (longest) => {
    waits.add(longest);
    show("fps", ((++frames / (performance.now() - began)) * 1000).toFixed(0));
  };
  const watched = watch(onFrame);
  const controller = new AbortController();
  const bySignal = await trainUntil(
    model,
    data,
    { callbacks: [curve], signal: controller.signal },
    seconds * 1000,
    () => controller.abort(),
  );
  show("signal", ms(bySignal), bySignal < 200);
  const byStop = await trainUntil(model, data, { callbacks: [curve] }, seconds * 250, () => {
    model.stopTraining = true;
  });
  show("stop", ms(byStop), byStop < 200);
  const figures = watched.stop();
  show("fps", figures.fps.toFixed(0), figures.fps >= 30);
  show("longest", ms(figures.longestTask), figures.longestTask <= 50);
  const { median, p95 } = figures.gaps;
  show("longestNote", isolated ? "of the main thread" : `slices: half up to ${ms(median)}, 95 % up to ${ms(p95)}`);
  show("state", "done", true);
  return { ...result, ms: took, isolated, ...figures, cancel: { signal: bySignal, stopTraining: byStop } };
}

globalThis.report = run();
globalThis.report.catch((error) => {
  show("state", "failed", false);
  show("agent", String(error.stack ?? error));
});
