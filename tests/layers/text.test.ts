/** Preprocessing layers against real Keras: tests/oracle/text.py; KERATIN_TEXT names a folder of other cases. */
import { resolve } from "node:path";
import { K, layers, loadModel, type Tensor, tensor } from "keratin";
import { beforeEach, describe, expect, test } from "vitest";
import { CLASSES } from "../../ts/layers/gen/classes";
import { type Config, optionsFrom } from "../../ts/nn/core/serialize";
import { type GoldenArray, readGolden, repositoryPath, valuesOf } from "../support/golden";
import { worst } from "./golden";

interface TextCase {
  class_name: string;
  options: Config;
  adapt: unknown;
  batches?: boolean;
  inputs: unknown[];
  vocabulary: (string | number)[] | null;
  config: Config;
  output: GoldenArray | null;
  text: unknown;
}

/** What the layers with a state have. */
interface Learner {
  adapt(data: unknown): Promise<void>;
  getVocabulary(): unknown[];
}

const folder = process.env.KERATIN_TEXT ? resolve(process.env.KERATIN_TEXT, "text") : "tests/golden/text";
const { cases } = readGolden<{ cases: TextCase[] }>(`${folder}/cases.json.gz`);

beforeEach(() => K.clearSession());

const plain = (config: Config): string =>
  JSON.stringify(config, (key, value: unknown) => (key === "shared_object_id" ? undefined : value));
/** Whole numbers stay exact. */
const dtypeOf = (value: unknown): string | undefined => {
  const flat = [value].flat(Number.POSITIVE_INFINITY as 1) as unknown[];
  return typeof flat[0] === "number" && flat.every(Number.isInteger) ? "int32" : undefined;
};
const asTensor = (value: unknown): Tensor => tensor(value as number[], undefined, dtypeOf(value));

describe("as Keras computes", () => {
  test.each(
    cases.map((one, i) => [`${i} ${one.class_name} ${JSON.stringify(one.options)}`, one] as const),
  )("%s", async (_name, one) => {
    const type = CLASSES.find((member) => member.className === one.class_name)!;
    const layer = new type({ ...optionsFrom(one.options) });
    const learner = layer as unknown as Learner;
    if (one.adapt !== null) {
      const batches = one.batches ? (one.adapt as unknown[]).map(asTensor) : undefined;
      await learner.adapt(batches ? batches.values() : one.adapt);
    }
    if (one.vocabulary) expect(learner.getVocabulary().map(asNumPy)).toEqual(one.vocabulary);
    const inputs = one.inputs.map(asTensor);
    const call = (): Tensor => layer.apply(inputs.length > 1 ? inputs : inputs[0]!);
    if (!one.output && one.text === null) {
      expect(() => call().dataSync()).toThrow(/numOovIndices is 0/);
    } else if (one.output) {
      expect(call().shape).toEqual(one.output.shape);
      const off = worst(call().dataSync(), valuesOf(one.output), 1e-5);
      expect(off, "error over what is allowed").toBeLessThanOrEqual(1);
    } else expect(call().arraySync()).toEqual(one.text);
    checkConfig(layer.getConfig(), one.config);
    const again = type.fromConfig ? type.fromConfig(layer.getConfig()) : new type(optionsFrom(layer.getConfig()));
    expect(plain({ ...again.getConfig(), ...learned(layer) })).toBe(plain({ ...layer.getConfig(), ...learned(layer) }));
  });
});

/** NumPy drops NULs at the end of a text, also when Keras lists a vocabulary. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what it is about
const asNumPy = (term: unknown): unknown => (typeof term === "string" ? term.replace(/\x00+$/, "") : term);

/** What a config says of a vocabulary that it does not hold. */
const learned = (layer: { getConfig(): Config }): Config =>
  "vocabulary_size" in layer.getConfig() ? { vocabulary_size: undefined } : {};

/** Keys in order and values; learned boundaries within rounding. */
function checkConfig(got: Config, want: Config): void {
  const { bin_boundaries: mine, ...rest } = got;
  const { bin_boundaries: theirs, ...others } = want;
  expect(Object.keys(got)).toEqual(Object.keys(want));
  expect(plain(rest)).toBe(plain(others));
  expect(worst((mine ?? []) as number[], (theirs ?? []) as number[], 1e-5)).toBeLessThanOrEqual(1);
}

test("a model that real Keras saved has its vocabularies, and predicts as Keras does", async () => {
  if (process.env.KERATIN_TEXT) return;
  const golden = readGolden<{ x: object; prediction: GoldenArray; vocabularies: Record<string, string[]> }>(
    "tests/golden/text/model.json",
  );
  const check = async (model: Awaited<ReturnType<typeof loadModel>>): Promise<void> => {
    for (const [name, terms] of Object.entries(golden.vocabularies)) {
      const layer = model.getLayer(name) as unknown as Learner;
      expect(layer.getVocabulary().map(String)).toEqual(terms);
    }
    const y = await model.predict(golden.x);
    expect(y.shape).toEqual(golden.prediction.shape);
    expect(worst(y.dataSync(), valuesOf(golden.prediction), 1e-5)).toBeLessThanOrEqual(1);
  };
  const model = await loadModel(repositoryPath("tests/golden/text/model.keras"));
  await check(model);
  await check(await loadModel(await model.save()));
});

test("layers is complete", () => {
  expect(Object.keys(layers)).toEqual(expect.arrayContaining(["textVectorization", "hashedCrossing"]));
});
