import { expect, test } from "vitest";
import { Model, Sequential, K, layers, loadModel, utils, input } from "../ts/index";
test("train mlp", async () => {
  utils.setRandomSeed(1);
  const net = new Sequential([layers.input({ shape: [4] }), layers.dense({ units: 16, activation: "relu" }), layers.dense({ units: 3, activation: "softmax" })]);
  net.summary();
  net.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"] });
  const x = Float32Array.from({ length: 4 * 200 }, (_, i) => Math.sin(i * 12.9898) );
  const y = Int32Array.from({ length: 200 }, (_, i) => (x[i*4]! > 0.3 ? 2 : x[i*4+1]! > 0 ? 1 : 0));
  const h = await net.fit(x, y, { epochs: 30, batchSize: 32, validationSplit: 0.2, verbose: 0 });
  console.log(h.history.loss![0], h.history.loss!.at(-1), h.history.accuracy!.at(-1), h.history.val_accuracy!.at(-1));
  const e = await net.evaluate(x, y);
  console.log(e, net.memory());
  const bytes = await net.save();
  const back = await loadModel(bytes);
  expect((await back.predict(x)).arraySync()).toEqual((await net.predict(x)).arraySync());
});
test("digits", async () => {
  const m = await loadModel("examples/digits/digits.keras");
  m.summary();
  const g = JSON.parse((await import("node:fs")).readFileSync("tests/golden/digits.json", "utf8"));
  const dec = (a: any) => { const b = Buffer.from(a.data, "base64"); return a.dtype==="uint8"? new Uint8Array(b) : a.dtype==="float32"? new Float32Array(b.buffer.slice(b.byteOffset,b.byteOffset+b.byteLength)) : new Int32Array(b.buffer.slice(b.byteOffset,b.byteOffset+b.byteLength)); };
  const p = await m.predict(dec(g.images));
  const want = dec(g.upright.prediction); const got = p.dataSync();
  let d = 0; for (let i = 0; i < want.length; i++) d = Math.max(d, Math.abs(want[i]! - got[i]!));
  console.log("max diff", d);
  expect(d).toBeLessThan(1e-5);
});
