// From nothing to the first prediction with TF.js: tfjs.mjs BUNDLE FOLDER_OF_WASM. Prints milliseconds as JSON.
import { finish, mark } from "./marks.mjs";

const [bundle, folder] = process.argv.slice(2);
const { tf, tfl, setWasmPaths } = await import(bundle);
mark("import");
setWasmPaths(folder);
await tf.setBackend("wasm");
const model = tfl.sequential({
  layers: [
    tfl.layers.dense({ units: 32, activation: "relu", inputShape: [16] }),
    tfl.layers.dense({ units: 4, activation: "softmax" }),
  ],
});
mark("model");
const scores = await model.predict(tf.zeros([1, 16])).data();
finish(scores);
