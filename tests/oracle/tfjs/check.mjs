// Opens what keratin wrote for TensorFlow.js (tests/oracle/tfjs.oracle.ts), predicts, trains on, and compares.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const core = require("@tensorflow/tfjs-core");
require("@tensorflow/tfjs-backend-cpu");
const layers = require("@tensorflow/tfjs-layers");
await core.setBackend("cpu");
// The whole package gives tensors its operations as methods; the orthogonal initializer calls some.
for (const name of ["stridedSlice", "reshape", "sign", "mul", "transpose", "slice", "sub"]) {
  core.Tensor.prototype[name] ??= function method(...rest) {
    return core[name](this, ...rest);
  };
}
core.Tensor.prototype.flatten ??= function flatten() {
  return core.reshape(this, [this.size]);
};

/** Files as a server gives them. */
async function fetchFunc(url) {
  const bytes = readFileSync(new URL(url));
  return new Response(bytes, {
    headers: { "content-type": url.endsWith(".json") ? "application/json" : "application/octet-stream" },
  });
}

const tensors = (list) => list.map(({ shape, values }) => core.tensor(values, shape));
const single = (list) => (list.length === 1 ? list[0] : list);

function distance(outputs, wanted) {
  if (outputs.length !== wanted.length) return Number.POSITIVE_INFINITY;
  const each = outputs.map((y, i) => {
    const { shape, values } = wanted[i];
    if (y.shape.join() !== shape.join()) return Number.POSITIVE_INFINITY;
    const own = y.dataSync();
    const most = values.reduce((a, value) => Math.max(a, Math.abs(value)), 1e-3);
    return values.reduce((a, value, k) => Math.max(a, Math.abs(own[k] - value)), 0) / most;
  });
  return Math.max(...each);
}

let failed = 0;
const names = readdirSync(folder).sort();
for (const name of names) {
  try {
    const expected = JSON.parse(readFileSync(join(folder, name, "expected.json"), "utf8"));
    const url = pathToFileURL(join(folder, name, "model.json")).href;
    const model = await layers.loadLayersModel(core.io.http(url, { fetchFunc }));
    const x = single(tensors(expected.inputs));
    const off = distance([model.predict(x)].flat(), expected.outputs);
    if (!(off < 1e-5)) throw new Error(`predictions are off by ${off}`);
    if (expected.after) {
      const y = single(tensors(expected.targets));
      for (let i = 0; i < 2; i++) await model.trainOnBatch(x, y);
      const after = distance([model.predict(x)].flat(), expected.after);
      if (!(after < 1e-4)) throw new Error(`after training predictions are off by ${after}`);
    } else if (expected.trains) {
      model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
      const targets = single([model.predict(x)].flat().map((y) => core.zerosLike(y)));
      const loss = [await model.trainOnBatch(x, targets)].flat();
      if (!loss.every(Number.isFinite)) throw new Error(`the loss is ${loss}`);
    }
    console.log(`ok   ${name} (${off.toExponential(1)})`);
  } catch (error) {
    failed++;
    console.log(`FAIL ${name}: ${error.message}`);
  }
}
console.log(`${names.length - failed} of ${names.length} models`);
process.exit(failed || names.length === 0 ? 1 : 0);
