/** What only looks like an option, a layer or a list is refused by name. */
import { K, Layer, layers, Model, Sequential } from "keratin";
import { describe, expect, test } from "vitest";

describe("what only looks right is refused by name", () => {
  const x = [[1], [2]];
  const model = () => {
    const net = new Sequential([layers.input({ shape: [1] }), layers.dense({ units: 1 })]);
    net.compile({ optimizer: "sgd", loss: "mse" });
    return net;
  };

  test("options of a run", async () => {
    const net = model();
    await expect(net.fit(x, x, { callbacks: 5 as never })).rejects.toThrow(/fit: callbacks are no list of callbacks/);
    await expect(net.fit(x, x, { callbacks: [{}] as never })).rejects.toThrow(/no list of callbacks/);
    await expect(net.fit(x, x, { validationData: 5 as never })).rejects.toThrow(/validationData is no list/);
    await expect(net.fit(x, x, { signal: 5 as never })).rejects.toThrow(/signal is no AbortSignal/);
    await expect(net.fit(x, x, { verbose: "loud" as never })).rejects.toThrow(/verbose: is unknown/);
  });

  test("options in the place of y, with a function of batches", async () => {
    const net = model();
    function* batches(): Generator<[number[][], number[][]]> {
      while (true) yield [x, x];
    }
    const wrong = { stepsPerEpoch: 3 } as never;
    await expect(net.fit(batches, wrong)).rejects.toThrow(/y is given, but x is a function of batches/);
    await expect(net.evaluate(batches, wrong)).rejects.toThrow(/y is given/);
  });

  test("a layer without call, and one whose call gives no tensor", () => {
    abstract class Abstract extends Layer {}
    // JavaScript makes one where TypeScript refuses.
    const Empty = Abstract as unknown as new (options: object) => Layer;
    expect(() => new Empty({ name: "empty" }).apply(x)).toThrow(/empty: has no call/);
    class Five extends Layer {
      override call(): never {
        return 5 as never;
      }
    }
    expect(() => new Five({ name: "five" }).apply(x)).toThrow(/five: call gives no tensor.*Received result=5/s);
    expect(() => new Five({ name: "five" }).apply(layers.input({ shape: [1] }))).toThrow(/five: call gives no tensor/);
  });

  test("names, dtypes, and models of nothing", () => {
    const dense = (options: object): unknown => layers.dense({ units: 1, ...options });
    expect(() => dense({ name: 5 })).toThrow(/Dense: cannot have this name.*Received name=5/s);
    expect(() => dense({ name: "a/b" })).toThrow(/Dense: cannot have this name/);
    expect(() => dense({ dtype: "int77" })).toThrow(/Dense: has an unknown dtype.*int77/s);
    for (const dtype of ["float32", "mixed_float16", "bfloat16", "float64"]) dense({ dtype });
    expect(() => new Model({})).toThrow(/needs both inputs and outputs/);
    expect(() => new Model({ inputs: 5, outputs: 6 } as never)).toThrow(/needs symbolic tensors/);
  });

  test("an input that is no list of sizes, a function without lists, a placeholder that is not listed", () => {
    expect(() => layers.input({ shape: 3 as never })).toThrow(/input: needs a shape/);
    expect(() => K.function((() => 1) as never, [])).toThrow(/needs a list of inputs/);
    const [a, b] = [K.placeholder({ shape: [2], name: "a" }), K.placeholder({ shape: [2], name: "b" })];
    expect(() => K.function([a], [K.add(K.sum(b), 1)])).toThrow(/need "b", which is not among the inputs/);
    expect(() => K.function([a], [b])).toThrow(/need "b"/);
  });
});
