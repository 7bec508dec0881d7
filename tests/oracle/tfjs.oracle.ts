/** Writes models for tests/oracle/tfjs/check.mjs to open with TensorFlow.js: KERATIN_TFJS=folder npx vitest run ... */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadModel, type Tensor, tensor } from "keratin";
import { expect, test } from "vitest";
import { CASES, inputsOf, shake } from "../saving/tfjs-models";
import { readWritten, writtenNames } from "../saving/tfjs-support";
import { tensorOf } from "../support/golden";

const OUT = process.env.KERATIN_TFJS;

const plain = (list: readonly { shape: readonly (number | null)[]; dataSync(): ArrayLike<number> }[]): unknown[] =>
  list.map((x) => ({ shape: x.shape, values: Array.from(x.dataSync()) }));

test.skipIf(!OUT).each(Object.keys(CASES))("%s", async (name) => {
  const own = CASES[name]!();
  shake(own);
  const { model } = own;
  const folder = join(OUT!, name);
  mkdirSync(folder, { recursive: true });
  await model.save(join(folder, "model.json"));
  const x = inputsOf(own);
  const predict = async (): Promise<ReturnType<typeof inputsOf>> =>
    [await model.predictAll(x.length === 1 ? x[0]! : x)].flat();
  const outputs = await predict();
  const content: Record<string, unknown> = { inputs: plain(x), outputs: plain(outputs), trains: !own.untrainable };
  if (model.compiled) {
    const [first] = outputs as [ReturnType<typeof tensor>];
    const target = tensor(
      Float32Array.from({ length: first.dims.reduce((a, b) => a * b, 1) }, (_, i) => (i % 3) / 3),
      [...first.dims],
    );
    await model.trainOnBatch(x[0]!, target);
    await model.trainOnBatch(x[0]!, target);
    Object.assign(content, { targets: plain([target]), after: plain(await predict()) });
  }
  writeFileSync(join(folder, "expected.json"), JSON.stringify(content));
});

/** What TensorFlow.js wrote, read and written again: hard sigmoids of Keras 2 among it. The activations have a mask beside a softmax. */
const AGAIN = writtenNames().filter((name) => name.startsWith("js_") && !name.endsWith("_activations"));

test.skipIf(!OUT).each(AGAIN)("%s again", async (name) => {
  const { files, inputs, outputs } = readWritten(name);
  const model = await loadModel(files["model.json"]!, { files });
  const folder = join(OUT!, name);
  mkdirSync(folder, { recursive: true });
  await model.save(join(folder, "model.json"));
  const content = { inputs: plain(inputs), outputs: plain(outputs.map(tensorOf)) };
  writeFileSync(join(folder, "expected.json"), JSON.stringify(content));
});

/** Models of Keras: random ones, and one around every class of layer. */
const KERAS = ["models", "classes"].flatMap((folder) =>
  readdirSync(`tests/golden/${folder}`)
    .filter((name) => name.endsWith(".keras"))
    .map((name) => `${folder}/${name.replace(".keras", "")}`),
);

/** Values for an input; sizes that are open become small. */
function anything({ shape, dtype }: Tensor, k: number): Tensor {
  const dims = shape.map((size, axis) => size ?? (axis === 0 ? 3 : 6));
  const wave = Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(0.37 * (i + 1) + k));
  return dtype === "float32"
    ? tensor(wave, dims)
    : tensor(
        Int32Array.from(wave, (x) => Math.round((x + 1) * 1.4)),
        dims,
      );
}

test.skipIf(!OUT)("models of Keras are written, or refused by the name of a layer", async () => {
  let written = 0;
  for (const name of KERAS) {
    const model = await loadModel(`tests/golden/${name}.keras`, { compile: false });
    const folder = join(OUT!, name.replace("/", "-"));
    const files = await model.save({ format: "tfjs" }).catch((error: Error) => error);
    if (files instanceof Error) {
      expect(files.message, name).toMatch(/^\S+: cannot be written for TensorFlow\.js: /);
      continue;
    }
    const x = model.inputs.map(anything);
    const y = [await model.predictAll(x.length === 1 ? x[0]! : x)].flat();
    mkdirSync(folder, { recursive: true });
    for (const [file, bytes] of Object.entries(files)) writeFileSync(join(folder, file), bytes);
    writeFileSync(join(folder, "expected.json"), JSON.stringify({ inputs: plain(x), outputs: plain(y) }));
    model.dispose();
    written++;
  }
  expect(written).toBeGreaterThan(40);
});
