/** The text example: definitions in, kinds of things out; trained, saved, and asked again in plain strings. */
import { loadModel, utils } from "keratin";
import { expect, test } from "vitest";
import { type Definitions, KINDS, readDefinitions } from "../../examples/text/definitions";
import { network } from "../../examples/text/network";
import { repositoryPath } from "../support/golden";

const all = readDefinitions(repositoryPath("examples/text/definitions.tsv"));
const every = (n: number, { texts, labels }: Definitions): Definitions => ({
  texts: texts.filter((_, i) => i % n === 0),
  labels: labels.filter((_, i) => i % n === 0),
});

test("the definitions are of all kinds, and none of the exam is learned", () => {
  const { lessons, exam } = all;
  expect(lessons.texts.length + exam.texts.length).toBeGreaterThan(6000);
  for (const { labels } of [lessons, exam]) {
    expect(KINDS.map((_, kind) => labels.filter((label) => label === kind).length > 100)).toEqual(
      KINDS.map(() => true),
    );
  }
  const learned = new Set(lessons.texts);
  expect(exam.texts.filter((text) => learned.has(text))).toEqual([]);
});

test("a model learns to read, and its file holds its words", async () => {
  utils.setRandomSeed(1);
  const [lessons, exam] = [every(2, all.lessons), every(2, all.exam)];
  const model = await network(lessons.texts);
  model.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"] });
  const score = async (): Promise<number> => (await model.evaluate(exam.texts, exam.labels, { verbose: 0 })).accuracy!;
  expect(await score()).toBeLessThan(0.25);
  const { history } = await model.fit(lessons.texts, lessons.labels, { epochs: 8, batchSize: 32, verbose: 0 });
  expect(history.loss!.at(-1)).toBeLessThan(history.loss![0]! / 2);
  expect(await score()).toBeGreaterThan(0.6);

  const again = await loadModel(await model.save());
  const texts = ["a small dog with long ears", "thick soup of beans", "zzz unheard of", ""];
  const [first, second] = [await model.predict(texts), await again.predict(texts)];
  expect(second.dataSync()).toEqual(first.dataSync());
  expect([...first.dataSync()].every((share) => share > 0 && share < 1)).toBe(true);
  const scores = second.arraySync() as number[][];
  expect(scores.slice(0, 2).map((row) => KINDS[row.indexOf(Math.max(...row))])).toEqual(["animal", "food"]);
  // Alone or beside longer texts, a text is the same.
  expect([...(await again.predict(texts.slice(0, 1))).dataSync()]).toEqual([...second.dataSync().subarray(0, 8)]);
  model.dispose();
  again.dispose();
});
