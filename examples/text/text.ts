/**
 * What is it? A model that reads the definition of a word and tells what kind of thing it is: text in, class out. It learns from
 * definitions of WordNet. Give it your own: npm run example:text -- "a small dog with long ears" "the week before an exam"
 */
import { loadModel, type Model, utils } from "keratin";
import { KINDS, readDefinitions } from "./definitions";
import { network } from "./network";

const OUT = "definitions.keras";
const OWN = [
  "a small dog with long ears that hunts rabbits",
  "thick soup of beans and smoked ham",
  "someone who repairs old clocks",
  "the week before a great feast",
  "a tall evergreen with edible nuts",
  "a tool for tightening bolts",
];
const started = performance.now();
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** Prints the two likeliest kinds of each text. */
async function tell(model: Model, texts: string[]): Promise<void> {
  const scores = (await (await model.predict(texts)).array()) as number[][];
  for (const [i, text] of texts.entries()) {
    const ranked = KINDS.map((kind, k) => ({ kind, share: scores[i]![k]! })).sort((a, b) => b.share - a.share);
    const [first, second] = ranked.slice(0, 2).map(({ kind, share }) => `${kind} ${percent(share)}`);
    console.log(`  ${text}\n    -> ${first}, ${second}`);
  }
}

utils.setRandomSeed(1);
const { lessons, exam } = readDefinitions("examples/text/definitions.tsv");
const model = await network(lessons.texts);
model.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"] });
model.summary();

const score = async (): Promise<string> =>
  percent((await model.evaluate(exam.texts, exam.labels, { verbose: 0 })).accuracy!);
console.log(`\n${exam.texts.length} definitions that it never learns, ${KINDS.length} kinds: ${KINDS.join(", ")}`);
console.log(`  before training ${await score()} right\n`);
await model.fit(lessons.texts, lessons.labels, { epochs: 8, batchSize: 32 });
console.log(`\n  after training ${await score()} right\n`);

await model.save(OUT);
const again = await loadModel(OUT);
console.log(`Saved ${OUT}, loaded again, asked:`);
await tell(again, process.argv.length > 2 ? process.argv.slice(2) : OWN);
console.log(`
${((performance.now() - started) / 1000).toFixed(1)} s in all. In Python, with TensorFlow installed for the text layer:

  import keras, tensorflow as tf
  model = keras.saving.load_model("${OUT}")
  model.predict(tf.constant([["a small dog with long ears"]]))`);
