// With a bundler: from "keratin".
import { callbacks, layers, Sequential } from "../../build/dist/keratin.js";

const x = Float32Array.from({ length: 512 }, (_, i) => (i / 256 - 1) * Math.PI);
const y = x.map(Math.sin);

const model = new Sequential([
  layers.input({ shape: [1] }),
  layers.dense({ units: 32, activation: "tanh" }),
  layers.dense({ units: 32, activation: "tanh" }),
  layers.dense({ units: 1 }),
]);
model.compile({ optimizer: "adam", loss: "mse" });

let last = { epoch: 0, loss: 1 };
const tell = new callbacks.LambdaCallback({
  onEpochEnd(epoch, { loss }) {
    last = { epoch: epoch + 1, loss };
    postMessage({ state: "learning", ...last });
  },
});

self.onmessage = async ({ data }) => {
  if (data === "stop") model.stopTraining = true;
  if (data === "start") {
    await model.fit(x, y, { epochs: 2000, verbose: 0, callbacks: [tell] });
    postMessage({ state: "done", ...last });
  }
};
