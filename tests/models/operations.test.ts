/** Ops between the layers of a model: as real Keras saved them, and as keratin writes them again. */
import { input, K, layers, loadModel, Model, ops, Variable } from "keratin";
import { beforeEach, describe, expect, test } from "vitest";
import { OPERATIONS } from "../../ts/models/gen/operations";
import { serializeModel } from "../../ts/models/serialize";
import { type GoldenArray, readGolden, repositoryPath, tensorOf } from "../support/golden";

interface Entry {
  module: string;
  class_name: string;
  name: string;
  config: Record<string, unknown>;
  inbound_nodes: unknown[];
}
const golden = readGolden<{ inputs: GoldenArray[]; outputs: GoldenArray[]; operations: Entry[] }>(
  "tests/golden/nodes.json",
);
/** Classes that come back as another one that computes the same. */
const SAME: Record<string, string> = { TrueDivide: "Divide", Amax: "Max" };
const FILE = repositoryPath("tests/golden/nodes.keras");

beforeEach(() => K.clearSession());

describe("a model with operations that Keras saved", () => {
  const check = async (model: Model): Promise<void> => {
    const outputs = await model.predictAll(golden.inputs.map(tensorOf));
    (outputs as ReturnType<typeof tensorOf>[]).forEach((got, i) => {
      const want = tensorOf(golden.outputs[i]!);
      expect([got.shape, got.dtype], `output ${i}`).toEqual([want.shape, want.dtype]);
      const far = Math.max(...[...got.dataSync()].map((v, j) => Math.abs(v - want.dataSync()[j]!)));
      expect(far, `output ${i}`).toBeLessThan(1e-5);
    });
  };

  test("predicts what it predicted there, also after another save and load", async () => {
    const model = await loadModel(FILE);
    await check(model);
    await check(await loadModel(await model.save()));
  });

  test("is written in Keras's own configs", async () => {
    const config = serializeModel(await loadModel(FILE)).config as { layers: Entry[] };
    const entries = new Map(config.layers.map((entry) => [entry.name, entry]));
    for (const want of golden.operations) {
      const got = JSON.parse(JSON.stringify(entries.get(want.name))) as Entry;
      const other = SAME[want.class_name];
      expect(got.class_name).toBe(other ?? want.class_name);
      if (other) continue;
      expect(got.module).toBe(want.module);
      expect(want.config).toMatchObject(got.config);
      // Keras tells a NumPy array from a tensor.
      const plain = (node: unknown): unknown => JSON.parse(JSON.stringify(node).replaceAll("__numpy__", "__tensor__"));
      expect(plain(got.inbound_nodes), want.name).toEqual(plain(want.inbound_nodes));
    }
  });
});

test("operations have names of their own, and stand in the summary", () => {
  const x = input({ shape: [3], name: "x" });
  const y = ops.add(ops.multiply(x, 2), ops.multiply(x, 3));
  const model = new Model({ inputs: x, outputs: layers.dense({ units: 1 }).apply(y) });
  expect(model.network!.operations.map(({ name }) => name)).toEqual(["x", "multiply", "multiply_1", "add", "dense"]);
  const lines: string[] = [];
  model.summary({ printFn: (line) => lines.push(line) });
  expect(lines.join("\n")).toContain("multiply_1 (Multiply)");
});

test("a model trains through its operations, and a saved one goes on", async () => {
  const x = input({ shape: [2] });
  const model = new Model({
    inputs: x,
    outputs: ops.mean(ops.square(layers.dense({ units: 4 }).apply(x)), { axis: -1, keepdims: true }),
  });
  model.compile({ optimizer: "adam", loss: "mse" });
  await model.trainOnBatch([[1, 2]], [[3]]);
  const again = await loadModel(await model.save());
  const [a, b] = [await model.trainOnBatch([[1, 2]], [[3]]), await again.trainOnBatch([[1, 2]], [[3]])];
  expect(b.loss).toBe(a.loss);
});

test("what cannot be saved says so by name", async () => {
  const x = input({ shape: [2] });
  const scale = new Variable(K.constant([2, 3]), { name: "scale" });
  const model = new Model({ inputs: x, outputs: ops.multiply(x, scale) });
  await expect(model.save()).rejects.toThrow("multiply: a variable outside of the layers cannot be saved");
});

test("an unknown operation of a file is named", async () => {
  const model = await loadModel(FILE);
  const config = JSON.parse(JSON.stringify(serializeModel(model))) as { config: { layers: Entry[] } };
  config.config.layers.find((entry) => entry.class_name === "Softmax")!.class_name = "Hardmax";
  const { modelFromConfig } = await import("../../ts/models/load");
  expect(() => modelFromConfig(config)).toThrow("the operation Hardmax is not supported");
});

test("index parts follow Python", () => {
  const x = K.constant([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  expect(ops.getItem(x, [-1, { step: -1 }]).arraySync()).toEqual([6, 5, 4]);
  expect(ops.getItem(x, ["...", [2, 0]]).arraySync()).toEqual([
    [3, 1],
    [6, 4],
  ]);
  expect(ops.getItem(x, [":", { start: 5 }]).shape).toEqual([2, 0]);
  expect(ops.getItem(x, [{ start: -1 }, null, 1]).arraySync()).toEqual([[5]]);
  expect(() => ops.getItem(x, [2])).toThrow("the index 2 is out of range");
  expect(() => ops.getItem(x, [0, 0, 0])).toThrow("more parts than the tensor has axes");
  expect(() => ops.getItem(x, { step: 0 })).toThrow("a step is zero");
});

test("every op of Keras's list is an op here", () => {
  const camel = (name: string): string =>
    name === "var" ? "variance" : name.replace(/_([a-z0-9])/g, (_, c: string) => c.toUpperCase());
  const all = { ...ops, ...ops.image };
  expect(Object.keys(OPERATIONS).filter((name) => !(camel(name) in all))).toEqual([]);
});

test("ops over images are saved and loaded", async () => {
  const x = input({ shape: [6, 6, 4] });
  const y = ops.image.resize(ops.depthToSpace(x, 2), [5, 7], { interpolation: "bicubic", antialias: true });
  const pooled = ops.adaptiveAveragePool(ops.convTranspose(y, ops.ones([2, 2, 3, 1]), { strides: 2 }), [2, 3]);
  const model = new Model({ inputs: x, outputs: pooled });
  const again = await loadModel(await model.save());
  const data = K.eval(ops.reshape(ops.divide(ops.arange(288), 7), [2, 6, 6, 4]));
  const [want, got] = [await model.predict(data), await again.predict(data)];
  expect(got.shape).toEqual([2, 2, 3, 3]);
  expect(got.dataSync()).toEqual(want.dataSync());
});

test("an operation with something of a fixed batch fixes that of the model", async () => {
  const x = input({ shape: [3] });
  const y = ops.add(x, ops.convertToTensor([[1, 2, 3], [4, 5, 6]])); // biome-ignore format: a matrix
  const model = new Model({ inputs: x, outputs: ops.broadcastTo(y, [4, 2, 3]) });
  expect([y.shape, model.outputs[0]!.shape]).toEqual([
    [2, 3],
    [4, 2, 3],
  ]);
  const sequence = input({ shape: [null, 3] });
  expect(ops.add(sequence, ops.ones([2, 1, 3])).shape).toEqual([2, null, 3]);
  expect(() => ops.broadcastTo(x, [2, 4])).toThrow(/do not broadcast/);
});

test("an input that nothing takes is saved and read", async () => {
  const [a, b] = [input({ shape: [3] }), input({ shape: [2] })];
  const model = new Model({ inputs: [a, b], outputs: layers.dense({ units: 2 }).apply(a) });
  const again = await loadModel(await model.save());
  const x = [[[1, 2, 3]], [[4, 5]]];
  expect((await again.predict(x)).arraySync()).toEqual((await model.predict(x)).arraySync());
});
