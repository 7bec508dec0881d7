/** What fixtures do not show: mistakes, hostile input, streams, files of text, functions of one's own. */
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { input, K, layers, loadModel, Model, ops, Sequential } from "keratin";
import { beforeEach, expect, test } from "vitest";

beforeEach(() => K.clearSession());

test("vocabularies: repetitions, special terms inside, none at all, line ends of Windows", async () => {
  expect(() => layers.stringLookup({ vocabulary: ["a", "b", "a"] })).toThrow('more than once. Received terms=["a"]');
  expect(() => layers.stringLookup({ vocabulary: ["a", "m"], maskToken: "m" })).toThrow("maskToken stands inside");
  expect(() => layers.stringLookup().apply(["a"])).toThrow("string_lookup_2: has no vocabulary");
  expect(() => layers.integerLookup({ vocabulary: [2 ** 31] })).toThrow("does not fit int32");
  expect(() => layers.integerLookup({ vocabulary: [1] }).apply([2 ** 31])).toThrow("does not fit int32");
  const path = join(tmpdir(), "keratin-vocabulary.txt");
  writeFileSync(path, "one\r\ntwo\r\n");
  const lookup = layers.stringLookup();
  await lookup.loadVocabulary(path);
  expect(lookup.getVocabulary()).toEqual(["[UNK]", "one", "two"]);
});

test("an unknown number stops the program by name, and a new vocabulary makes a new one", async () => {
  const lookup = layers.integerLookup({ numOovIndices: 0, name: "ids" });
  const x = input({ shape: [2], dtype: "int64" });
  const model = new Model({ inputs: x, outputs: ops.cast(lookup.apply(x), "float32") });
  await lookup.adapt([[5, 5, 16777217]]);
  expect((await model.predict([[16777217, 5]])).arraySync()).toEqual([[1, 0]]);
  await expect(model.predict([[5, 6]])).rejects.toThrow(
    "Expected a value of the vocabulary, since numOovIndices is 0. Received 6",
  );
  await lookup.adapt([[6, 6, 5]]);
  expect((await model.predict([[5, 6]])).arraySync()).toEqual([[1, 0]]);
});

test("streams of batches, once or as they come", async () => {
  async function* batches(): AsyncGenerator<string[]> {
    yield ["a b", "b"];
    yield ["b c c"];
  }
  const text = layers.textVectorization();
  await text.adapt(batches);
  expect(text.getVocabulary()).toEqual(["", "[UNK]", "b", "c", "a"]);
  const normal = layers.normalization({ axis: null });
  await normal.adapt([[[1, 2]], [[6]]].map((rows) => K.constant(rows)).values());
  expect([...normal.getWeights()[0]!.dataSync()]).toEqual([3]);
  await expect(layers.normalization().adapt([])).rejects.toThrow("adapt got no data");
});

test("functions of one's own are saved by name and given back in customObjects", async () => {
  const shout = (text: string): string => text.toUpperCase();
  const text = layers.textVectorization({
    standardize: shout,
    split: (x) => x.split("-"),
    ngrams: [1],
    outputMode: "count",
  });
  await text.adapt(["a-b", "b"]);
  expect(text.getVocabulary()).toEqual(["[UNK]", "B", "A"]);
  const model = new Sequential([
    layers.input({ shape: [1], dtype: "string" }),
    layers.textVectorization({ standardize: shout }),
  ]);
  await (model.layers[0] as typeof text).adapt(["a b"]);
  const bytes = await model.save();
  await expect(loadModel(bytes)).rejects.toThrow('customObjects: { "shout": yourFunction }');
  const again = await loadModel(bytes, { customObjects: { shout } });
  expect((await again.predict(["b a c"])).arraySync()).toEqual([[2, 3, 1]]);
});

test("long texts and many texts take linear time", () => {
  const text = layers.textVectorization({ vocabulary: ["a"], outputSequenceLength: 3 });
  const start = performance.now();
  expect(text.apply([`${" ".repeat(1e6)}a ${"!".repeat(1e6)} A`]).arraySync()).toEqual([[2, 2, 0]]);
  const many = Array.from({ length: 10_000 }, (_, i) => `The, word${i % 977} of `.repeat(17));
  expect(layers.textVectorization({ vocabulary: ["the", "of"] }).apply(many).shape).toEqual([10_000, 51]);
  expect(performance.now() - start).toBeLessThan(5000);
});

test("weights of counts, and categories outside", () => {
  const count = layers.categoryEncoding({ numTokens: 3, outputMode: "count" });
  expect(count.apply([[0, 1, 1]], { countWeights: [[0.5, 1, 2]] }).arraySync()).toEqual([[0.5, 3, 0]]);
  expect(
    layers
      .categoryEncoding({ numTokens: 3 })
      .apply([[2, 7, -1]])
      .arraySync(),
  ).toEqual([[0, 0, 1]]);
  expect(() => layers.categoryEncoding({ numTokens: 3 }).apply([[1]], { countWeights: [[1]] })).toThrow(
    "for counts only",
  );
  expect([...ops.digitize([Number.NaN, 1, 0.5], [2, 1, 0]).dataSync()]).toEqual([0, 1, 2]);
});
