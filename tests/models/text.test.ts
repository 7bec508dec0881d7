/** Text as the input of a model: a layer on the host turns it into numbers, once for a batch, before the program. */
import { input, K, layers, Model, ops, Sequential, type Tensor, tensor } from "keratin";
import { beforeEach, expect, test } from "vitest";
import type { DType } from "../../ts/core/dtypes";
import type { Dims } from "../../ts/core/shapes";
import { stringsOf } from "../../ts/core/strings";
import { HostLayer } from "../../ts/layers/core/host";

/** The number of letters. */
class Letters extends HostLayer {
  static override className = "Letters";
  runs = 0;
  protected get outputDType(): DType {
    return "int32";
  }
  protected outputDims(input: Dims): Dims {
    return input;
  }
  protected compute(x: Tensor): Tensor {
    this.runs++;
    return tensor(
      stringsOf(this.name, x).map((text) => text.length),
      x.dims,
      "int32",
    );
  }
}

beforeEach(() => K.clearSession());

test("text tensors hold text, print like NumPy, and no op takes them", () => {
  const text = tensor([["a"], ["it's"]]);
  expect([text.dtype, text.shape]).toEqual(["string", [2, 1]]);
  expect(text.arraySync()).toEqual([["a"], ["it's"]]);
  expect(String(text)).toBe("[['a']\n [\"it's\"]]");
  expect(() => ops.add(text, 1)).toThrow("add: cannot compute on text");
  expect(() => tensor([["a"], ["b", "c"]])).toThrow("nested arrays are not regular");
  expect(() => tensor(["a", 1])).toThrow("holds text and something else");
});

test("a model fits, evaluates and predicts on text; the layer runs once for the data, not once a step", async () => {
  const letters = new Letters();
  const model = new Sequential([
    layers.input({ shape: [1], dtype: "string" }),
    letters,
    layers.embedding({ inputDim: 9, outputDim: 2 }),
    layers.flatten(),
    layers.dense({ units: 1 }),
  ]);
  model.compile({ optimizer: "adam", loss: "mse" });
  const texts = ["a", "bcd", "hello", "you"];
  const before = letters.runs;
  const { history } = await model.fit(texts, [1, 2, 3, 4], { epochs: 3, batchSize: 2, verbose: 0 });
  expect(letters.runs).toBe(before + 1);
  expect(history.loss).toHaveLength(3);
  expect((await model.predict([["a"], ["bcd"]])).shape).toEqual([2, 1]);
  expect((await model.evaluate(texts, [1, 2, 3, 4], { verbose: 0 })).loss).toBeGreaterThan(0);
  const [one, other] = [await model.predict(["abc"]), await model.predict(["xyz"])];
  expect([...one.dataSync()]).toEqual([...other.dataSync()]);
  async function* batches(): AsyncGenerator<[string[], number[]]> {
    for (let i = 0; i < 2; i++) yield [texts, [1, 2, 3, 4]];
  }
  expect((await model.fit(batches, undefined, { verbose: 0 })).history.loss).toHaveLength(1);
});

test("text and numbers as inputs of one model", async () => {
  const text = input({ shape: [1], dtype: "string", name: "text" });
  const x = input({ shape: [2], name: "x" });
  const count = ops.cast(new Letters().apply(text), "float32");
  const model = new Model({ inputs: [text, x], outputs: layers.concatenate().apply([count, x]) });
  const y = await model.predict({
    text: ["ab", "c"],
    x: [
      [1, 2],
      [3, 4],
    ],
  });
  expect(y.arraySync()).toEqual([
    [2, 1, 2],
    [1, 3, 4],
  ]);
});

test("text that no layer reads, and a host layer behind the program, are errors", () => {
  const text = input({ shape: [1], dtype: "string", name: "text" });
  expect(() => new Model({ inputs: text, outputs: layers.flatten().apply(text) })).toThrow("cannot compute on text");
  const x = input({ shape: [1], name: "x" });
  const made = layers.dense({ units: 1 }).apply(x);
  expect(() => new Model({ inputs: x, outputs: new Letters().apply(made) })).toThrow(
    "works before the model's program, on its inputs",
  );
});

test("operations without weights in front of a host layer run before the program too, and may feed both", async () => {
  const x = input({ shape: [2], name: "x" });
  const whole = ops.cast(ops.multiply(x, 2), "int32");
  const bins = layers.hashing({ numBins: 4 }).apply(whole);
  const model = new Model({ inputs: x, outputs: [bins, ops.add(ops.cast(whole, "float32"), x)] });
  const given = [
    [1, 2],
    [3, 4.2],
  ];
  const [a, b] = (await model.predictAll(given)) as Tensor[];
  const doubled = tensor([2, 4, 6, 8], [2, 2], "int32");
  expect(a!.arraySync()).toEqual(layers.hashing({ numBins: 4 }).apply(doubled).arraySync());
  expect([...b!.dataSync()].slice(0, 3)).toEqual([3, 6, 9]);
});
