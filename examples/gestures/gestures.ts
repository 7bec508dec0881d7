/**
 * A gesture model for the wrist: trained on the movements of one user, then taught in a second by twenty examples a gesture of another,
 * who moves more slowly, less far, and wears the device the other way round. Readings come from the physical model in hand.ts.
 */
import { loadModel, type Model, ops, utils } from "keratin";
import { GESTURES, type Recording, record, type Wearer } from "./hand";
import { network } from "./network";

const OUT = "gestures.keras";
const FIRST: Wearer = { speed: 1, reach: 1, turned: false };
const SECOND: Wearer = { speed: 0.8, reach: 0.7, turned: true };
const started = performance.now();

/** The gestures that the model sees in a recording. */
async function guesses(model: Model, { windows }: Recording): Promise<number[]> {
  return [...ops.argmax(await model.predict(windows), { axis: 1 }).dataSync()];
}

/** How often which gesture was taken for which; each row is 100 performances of one. */
async function report(title: string, model: Model, recording: Recording): Promise<void> {
  const seen = await guesses(model, recording);
  const right = seen.filter((guess, i) => guess === recording.labels[i]).length;
  console.log(`\n${title}: ${((100 * right) / recording.count).toFixed(1)} % right`);
  console.log(["", ...GESTURES].map((name) => name.padStart(8)).join(""));
  GESTURES.forEach((name, truth) => {
    const those = seen.filter((_, i) => recording.labels[i] === truth);
    const counts = GESTURES.map((_, guess) => those.filter((each) => each === guess).length || "·");
    console.log([name, ...counts].map((cell) => String(cell).padStart(8)).join(""));
  });
}

utils.setRandomSeed(1);
const lessons = record(FIRST, 250, 1);
const exam = record(FIRST, 100, 2);
const newcomerLessons = record(SECOND, 20, 3);
const newcomerExam = record(SECOND, 100, 4);

const model = network();
model.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"] });
model.summary();
await report("Before training, first user", model, exam);

console.log(`\nTraining on ${lessons.count} windows of the first user`);
await model.fit(lessons.windows, lessons.labels, { epochs: 16, batchSize: 32 });
await report("After training, first user", model, exam);
await report("A second user wears it turned", model, newcomerExam);

console.log(`\nFine-tuning the layers "order" and "gesture" on ${newcomerLessons.count} windows of the second user`);
for (const layer of model.layers) layer.trainable = layer.name === "order" || layer.name === "gesture";
model.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"] });
const { history } = await model.fit(newcomerLessons.windows, newcomerLessons.labels, {
  epochs: 60,
  batchSize: 10,
  verbose: 0,
});
console.log(`  loss ${history.loss![0]!.toFixed(3)} -> ${history.loss!.at(-1)!.toFixed(3)} in 60 epochs`);
await report("After fine-tuning, second user", model, newcomerExam);

await model.save(OUT);
const again = await loadModel(OUT);
const seen = await guesses(again, record(SECOND, 1, 5));
console.log(
  `\nSaved ${OUT}. Loaded again, it takes one of each for: ${seen.map((gesture) => GESTURES[gesture]).join(", ")}`,
);
console.log(`${((performance.now() - started) / 1000).toFixed(1)} s in all. In Python:

  import keras
  model = keras.saving.load_model("${OUT}")`);
