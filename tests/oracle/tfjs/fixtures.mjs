// Writes tests/golden/tfjs/js_*.json.gz: models that TensorFlow.js made, trained a little and saved, and what it
// predicts. `node fixtures.mjs [NODE_MODULES NAME...]` takes TensorFlow.js, of whatever version, from that folder.
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { CASES } from "./models.mjs";

const [folder, ...only] = process.argv.slice(2);
const OUT = fileURLToPath(new URL("../../golden/tfjs/", import.meta.url));
const require = createRequire(folder ? resolve(folder, "x.js") : import.meta.url);
const core = require("@tensorflow/tfjs-core");
// Version 1 has it inside.
if (!core.version_core.startsWith("1.")) require("@tensorflow/tfjs-backend-cpu");
const layers = require("@tensorflow/tfjs-layers");
await core.setBackend("cpu");
const version = layers.version_layers;
// The whole package gives tensors its operations as methods; the orthogonal initializer calls some.
core.Tensor.prototype.flatten ??= function flatten() {
  return core.reshape(this, [this.size]);
};
for (const name of ["stridedSlice", "reshape", "sign", "mul", "transpose", "slice", "sub"]) {
  core.Tensor.prototype[name] ??= function method(...rest) {
    return core[name](this, ...rest);
  };
}

const array = (dtype, shape, values) => ({
  dtype,
  shape,
  data: Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("base64"),
});

/** The same values whatever the version, none of them special: variances are positive. */
function setWeights(model) {
  const values = model.weights.map((weight, k) => {
    const size = weight.shape.reduce((a, b) => a * b, 1);
    const wave = Float32Array.from({ length: size }, (_, i) => 0.6 * Math.sin(1 + 0.7 * i + 1.3 * k));
    return core.tensor(/variance/.test(weight.name) ? wave.map((x) => 0.5 + x * x) : wave, weight.shape);
  });
  model.setWeights(values);
}

function makeInput({ shape, most }, k) {
  const size = shape.reduce((a, b) => a * b, 1);
  const wave = Float32Array.from({ length: size }, (_, i) => Math.sin(0.37 * (i + 1) + k));
  const values = most ? wave.map((x) => Math.round(((x + 1) / 2) * most)) : wave;
  return { tensor: core.tensor(values, shape), golden: array("float32", shape, values) };
}

async function save(model, options) {
  let artifacts;
  const keep = async (given) => {
    artifacts = given;
    return { modelArtifactsInfo: {} };
  };
  await model.save(core.io.withSaveHandler(keep), options);
  const { weightData, weightSpecs, ...rest } = artifacts;
  const bytes = Buffer.from(core.io.CompositeArrayBuffer ? core.io.CompositeArrayBuffer.join(weightData) : weightData);
  const json = { ...rest, weightsManifest: [{ paths: ["weights.bin"], weights: weightSpecs }] };
  return {
    "model.json": Buffer.from(JSON.stringify(json)).toString("base64"),
    "weights.bin": bytes.toString("base64"),
  };
}

mkdirSync(OUT, { recursive: true });
for (const [name, make] of Object.entries(CASES)) {
  if (only.length && !only.includes(name)) continue;
  const { model, inputs, fit } = make(layers);
  setWeights(model);
  const given = inputs.map(makeInput);
  const x = given.length === 1 ? given[0].tensor : given.map(({ tensor }) => tensor);
  const all = () => [model.predict(x)].flat();
  const goldens = (list) =>
    Promise.all(list.map(async (y) => array("float32", y.shape, Float32Array.from(await y.data()))));
  const content = { header: { format: "keratin-golden", version: 1, writer: `tfjs-layers ${version}` } };
  const targets = all().map(({ shape }) =>
    core.softmax(core.reshape(core.range(0, core.util.sizeFromShape(shape)), shape)),
  );
  const train = (epochs) =>
    model.fit(x, targets.length === 1 ? targets[0] : targets, { epochs, shuffle: false, verbose: 0 });
  if (fit) {
    model.compile(fit);
    await train(2);
  }
  content.files = await save(model, { includeOptimizer: fit !== undefined });
  content.inputs = given.map(({ golden }) => golden);
  content.outputs = await goldens(all());
  if (fit) {
    // One more step.
    await train(1);
    content.targets = await goldens(targets);
    content.after = await goldens(all());
  }
  const path = `${OUT}js_${version.replaceAll(".", "_")}_${name}.json.gz`;
  const bytes = gzipSync(JSON.stringify(content), { level: 9 });
  writeFileSync(path, bytes);
  console.log(path, bytes.length);
}
