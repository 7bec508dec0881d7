// Files from every place that a page has; each must give back the model that was saved, optimizer and all.
import { conform, makeData, makeModel } from "./conformance.mjs";
import * as keratin from "./keratin/build/dist/keratin.js";

const { loadModel } = keratin;
const query = new URLSearchParams(location.search);
const data = makeData(64);

const predictions = async (model) => (await (await model.predict(data.images)).data()).join();

/** What a loaded model predicts, and what after another epoch, which shows its optimizer's state. */
async function traces(load) {
  keratin.utils.setRandomSeed(5); // a model that is made draws the seeds of its dropout
  const model = await load();
  const now = await predictions(model);
  await model.fit(data.images, data.labels, { shuffle: false, verbose: 0 });
  return [now, await predictions(model)];
}

/** What a page gets when a file is dropped on it. */
function dropped(file) {
  const transfer = new DataTransfer();
  transfer.items.add(file);
  return new Promise((resolve) => {
    document.addEventListener("drop", (event) => resolve(event.dataTransfer.files[0]), { once: true });
    document.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer }));
  });
}

/** The file in the origin's private file system, as a picker would give it. */
async function picked(name) {
  return (await navigator.storage.getDirectory()).getFileHandle(name, { create: true });
}

/** Loads a model over HTTP; throws unless its progress leads to the last byte. */
async function download(url) {
  const seen = [];
  const model = await loadModel(url, { onProgress: (progress) => seen.push(progress) });
  const size = (await (await fetch(url)).arrayBuffer()).byteLength;
  const last = seen.at(-1);
  const grows = seen.every(({ loaded }, i) => i === 0 || loaded >= seen[i - 1].loaded);
  if (!grows || last?.loaded !== size || last.total !== size) {
    throw new Error(`${url}: expected progress up to ${size}. Received ${JSON.stringify(seen)}`);
  }
  return model;
}

/** What must be refused: a name that is nowhere, and a server's error. */
async function refuses(source) {
  const error = await loadModel(source).catch((error) => error);
  if (!(error instanceof keratin.FormatError)) throw new Error(`${source}: expected a FormatError. Received ${error}`);
}

async function run() {
  const began = performance.now();
  const result = await conform(keratin, JSON.parse(query.get("options") ?? "{}"));
  const model = makeModel(keratin);
  await model.fit(data.images, data.labels, { verbose: 0 });
  const bytes = await model.save();
  const file = new File([bytes], "model.keras");
  const open = {
    "a File": () => loadModel(file),
    "a dropped File": async () => loadModel(await dropped(file)),
    "an ArrayBuffer": () => loadModel(bytes.slice().buffer),
    "a blob: URL": () => loadModel(URL.createObjectURL(file)),
    "indexeddb://": async () => {
      for (let times = 0; times < 2; times++) await model.save("indexeddb://a");
      return loadModel("indexeddb://a");
    },
  };
  if (navigator.storage?.getDirectory) {
    open["opfs://"] = async () => {
      for (let times = 0; times < 2; times++) await model.save("opfs://models/a.keras");
      return loadModel("opfs://models/a.keras");
    };
    open["a picked file"] = async () => {
      await model.save(await picked("b.keras"));
      return loadModel(await picked("b.keras"));
    };
  }
  const expected = await traces(() => loadModel(bytes));
  if (expected[0] !== (await predictions(model))) throw new Error("bytes: the model is not the one that was saved");
  if (expected[0] === expected[1]) throw new Error("bytes: the loaded model does not learn");
  for (const [place, load] of Object.entries(open)) {
    const found = await traces(load);
    if (found.join() !== expected.join()) throw new Error(`${place}: the model is not the one that was saved`);
  }
  const digits = [await download("./digits.keras"), await download(new URL("./digits.keras", location.href))];
  if (!digits.every((model) => model.layers.length > 1)) throw new Error("http: the model has no layers");
  for (const place of ["indexeddb://no", "./no.keras"]) await refuses(place);
  if ("opfs://" in open) await refuses("opfs://no.keras");
  const places = [...Object.keys(open), "http: with progress"];
  return { ...result, ms: performance.now() - began, isolated: globalThis.crossOriginIsolated, places };
}

globalThis.report = run();
