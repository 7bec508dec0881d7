/**
 * Operations of TensorFlow between the layers of tf.keras 1.15 to 2.15: real models of one operation each, written by
 * tests/oracle/old_operations.py, and configs that no TensorFlow at hand wrote, or that nobody should write.
 */
import { describe, expect, test } from "vitest";
import { KeratinError, loadModel, type Model, type Tensor, tensor } from "../../ts/index";
import { distance, type GoldenArray, readAll, tensorOf, valuesOf } from "../support/golden";
import { mutated } from "./legacy_operations-support";

interface Family {
  family: string;
  inputs: GoldenArray[];
  cases: { name: string; lost: boolean; config: string; outputs: GoldenArray[] }[];
}
interface Golden {
  header: { tensorflow: string };
  families: Family[];
}

const GOLDEN = readAll<Golden>("tests/golden/tensorflow");

/** Why some are not read: no op of Keras 3 says it, or TensorFlow did not write it down. */
const REFUSED: readonly (readonly [RegExp, RegExp])[] = [
  [/^2\.15.*einsum/, /einsum stands in the file without all of its operands: .* leave them out/],
  [/^2\.15.* integers: cmp/, /__operators__\.eq stands in the file without .* leave them out/],
  [/^1\.15.* rot90/, /Switch is not supported: it decides what runs/],
  [/^(1\.15|2\.3).*: frame$/, /StridedSlice takes a (begin|end) that is computed while the model runs/],
  [/^(1\.15|2\.3).*: repeat list$/, /Tile takes a multiples that is computed while the model runs/],
  [/^(1\.15|2\.3).*unknown_length: repeat$/, /Reshape takes more than one size that is computed while the model runs/],
];

const open = (config: string): Promise<Model> => loadModel(new TextEncoder().encode(config));

const predict = async (model: Model, x: Tensor[]): Promise<Tensor[]> =>
  [await model.predictAll(x.length === 1 ? x[0]! : x)].flat();

describe.each(GOLDEN)("TensorFlow $header.tensorflow", ({ header, families }) => {
  describe.each(families)("$family", ({ family, inputs, cases }) => {
    test.each(cases)("$name", async ({ name, lost, config, outputs }) => {
      const refused = REFUSED.find(([pattern]) => pattern.test(`${header.tensorflow} ${family}: ${name}`))?.[1];
      if (refused) {
        if (/leave them out/.test(refused.source)) expect(lost).toBe(true);
        await expect(open(config)).rejects.toThrow(refused);
        return;
      }
      const model = await open(config);
      const x = inputs.slice(0, model.inputs.length).map(tensorOf);
      const got = await predict(model, x);
      expect(got.map(({ shape }) => shape)).toEqual(outputs.map(({ shape }) => shape));
      for (const [i, y] of got.entries()) expect(distance(y.dataSync(), valuesOf(outputs[i]!))).toBeLessThan(1e-5);
      const again = await loadModel(await model.save());
      const back = await predict(again, x);
      for (const [i, y] of back.entries()) expect(y.dataSync()).toEqual(got[i]!.dataSync());
      model.dispose();
      again.dispose();
    });
  });
});

// ---------------------------------------------------------------- what no version at hand wrote

/** The config of a model of one operation on an input "x" of [2, 3], and on what other inputs it names. */
function single(
  entry: Record<string, unknown>,
  { version = "2.15.0", shape = [null, 3] as unknown, results = 1 } = {},
): string {
  const input = {
    class_name: "InputLayer",
    name: "x",
    config: { batch_input_shape: shape, dtype: "float32", sparse: false, ragged: false, name: "x" },
    inbound_nodes: [],
  };
  const ends = Array.from({ length: results }, (_, i) => ["op", 0, i]);
  const config = { name: "m", layers: [input, entry], input_layers: [["x", 0, 0]], output_layers: ends };
  return JSON.stringify({ class_name: "Functional", config, keras_version: version, backend: "tensorflow" });
}

/** A call of a function, as tf.keras 2.4 and later write it. */
const lambda = (fn: string, kwargs: Record<string, unknown> = {}, options = {}): string =>
  single(
    {
      class_name: "TFOpLambda",
      name: "op",
      config: { name: "op", trainable: true, dtype: "float32", function: fn },
      inbound_nodes: [["x", 0, 0, kwargs]],
    },
    options,
  );

/** A node of a graph, as tf.keras 1.15 to 2.3 write it: "x" and constants by their place. */
const node = (
  op: string,
  constants: Record<string, unknown> = {},
  attr: Record<string, unknown> = {},
  options = {},
): string => {
  const count = Object.keys(constants).length + 1;
  const input = Array.from({ length: count }, (_, i) => (i in constants ? `op/${i}` : "x"));
  return single(
    {
      class_name: "TensorFlowOpLayer",
      name: "op",
      config: { name: "op", trainable: true, dtype: "float32", node_def: { name: "op", op, input, attr }, constants },
      inbound_nodes: [[["x", 0, 0, {}]]],
    },
    { version: "2.3.0-tf", ...options },
  );
};

const X = tensor([
  [1, -2, 4],
  [0.5, 9, -1],
]);

describe("an operation that no version at hand wrote", () => {
  test.each<[string, string, unknown]>([
    [
      "Inv",
      node("Inv"),
      [
        [1, -0.5, 0.25],
        [2, 1 / 9, -1],
      ],
    ],
    [
      "Mod keeps the sign",
      node("Mod", { 1: 3 }),
      [
        [1, -2, 1],
        [0.5, 0, -1],
      ],
    ],
    [
      "a constant first",
      node("Sub", { 0: 1 }),
      [
        [0, 3, -3],
        [0.5, -8, 2],
      ],
    ],
    [
      "Square by its text",
      node("Square").replace(/"node_def":(\{.*?"attr":\{\}\})/, (_, own) => `"node_def":${JSON.stringify(own)}`),
      [
        [1, 4, 16],
        [0.25, 81, 1],
      ],
    ],
    [
      "TopK, sizes as attributes",
      node("TopK", {}, { k: { i: "2" } }, { results: 2 }),
      [
        [4, 1],
        [9, 0.5],
      ],
    ],
    [
      "PadV2",
      node("PadV2", {
        1: [
          [0, 0],
          [1, 0],
        ],
        2: 7,
      }),
      [
        [7, 1, -2, 4],
        [7, 0.5, 9, -1],
      ],
    ],
    [
      "an attribute that is a list",
      node("Squeeze", {}, { squeeze_dims: { list: { i: ["1"] } } }, { shape: [null, 1] }),
      [1, 0.5],
    ],
    [
      "Cast by the name of a dtype",
      node("Cast", {}, { DstT: { type: "DT_INT32" } }),
      [
        [1, -2, 4],
        [0, 9, -1],
      ],
    ],
    [
      "compat.v1 of a function that has moved",
      lambda("compat.v1.math.reduce_sum", { axis: [1], keep_dims: true }),
      [[3], [8.5]],
    ],
    ["reduction_indices", lambda("compat.v1.reduce_max", { reduction_indices: -1 }), [4, 9]],
    ["the sizes themselves", lambda("shape"), [2, 3]],
    [
      "keras.backend.batch_flatten",
      lambda("keras.backend.batch_flatten"),
      [
        [1, -2, 4],
        [0.5, 9, -1],
      ],
    ],
  ])("%s", async (_name, config, expected) => {
    const model = await open(config);
    const width = model.inputs[0]!.shape[1]!;
    const x = width === 3 ? X : tensor([[1], [0.5]]);
    const [y] = await predict(model, [x]);
    const flat = (expected as number[]).flat(2) as number[];
    expect(distance(y!.dataSync(), flat)).toBeLessThan(1e-6);
    const again = await loadModel(await model.save());
    expect((await predict(again, [x]))[0]!.dataSync()).toEqual(y!.dataSync());
  });

  test("trains as layers do", async () => {
    const model = await open(lambda("math.multiply", { y: 2 }));
    model.compile({ optimizer: "sgd", loss: "mse" });
    const { loss } = await model.trainOnBatch(
      X,
      tensor([
        [2, -4, 8],
        [1, 18, -1],
      ]),
    );
    expect(loss).toBeCloseTo(1 / 6, 5);
  });

  test("shared by two calls keeps a name for each", async () => {
    const config = JSON.parse(lambda("nn.relu"));
    config.config.layers[1].inbound_nodes.push(["op", 0, 0, {}]);
    config.config.output_layers.push(["op", 1, 0]);
    const again = await loadModel(await (await open(JSON.stringify(config))).save());
    expect((await predict(again, [X])).map((y) => [...y.dataSync()])).toEqual(Array(2).fill([1, 0, 4, 0.5, 9, 0]));
  });
});

describe("an operation that cannot be", () => {
  test.each([
    [
      "random.normal",
      lambda("random.normal"),
      /op: the operation of TensorFlow random\.normal is not supported: it draws random numbers/,
    ],
    ["text", lambda("strings.lower"), /op: .*strings\.lower.* works on text/],
    ["ragged tensors", lambda("ragged.constant"), /op: .* ragged or sparse/],
    ["what decides what runs", node("Switch"), /op: .*Switch.* decides what runs/],
    ["a shape of what is found", lambda("where"), /op: .* where gives as many places as there are true values/],
    ["unknown functions", lambda("linalg.svd"), /op: .*linalg\.svd is not supported: it has no equal here/],
    ["names that objects have", lambda("constructor"), /op: .*constructor is not supported/],
    ["complex numbers", lambda("cast", { dtype: "complex64" }), /op: the operation cast computes in complex64/],
    [
      "an axis that is text",
      lambda("math.reduce_sum", { axis: "x" }),
      /op: the operation math\.reduce_sum has another axis.*whole numbers/,
    ],
    ["an argument left out", lambda("tile"), /op: the operation tile/],
    [
      "sizes without end",
      lambda("zeros", { shape: 1 }).replace('["x",0,0,{"shape":1}]', '["_CONSTANT_VALUE",-1,[1e9,1e9],{}]'),
      /makes 1000000000000000000 elements/,
    ],
    [
      "images without end",
      lambda("image.resize", { size: [1e9, 2] }, { shape: [null, 4, 4, 1] }),
      /resizes to 1000000000 x 2/,
    ],
    [
      "all axes on one diagonal",
      lambda("linalg.tensor_diag", {}),
      /op: the operation linalg\.tensor_diag takes a tensor of 2 axes/,
    ],
    ["a node without inputs", node("Add").replace('"input":["x"]', '"input":{}'), /the inputs of "op" is no list/],
    [
      "a node that is no JSON",
      node("Neg").replace(/"node_def":\{.*?"attr":\{\}\}/, '"node_def":"{"'),
      /op: its definition is no JSON/,
    ],
    [
      "methods of ragged tensors",
      single({
        class_name: "InstanceProperty",
        name: "op",
        config: { name: "op", attr_name: "flat_values" },
        inbound_nodes: [["x", 0, 0, {}]],
      }),
      /op: the method flat_values of ragged or sparse tensors is not supported/,
    ],
  ])("%s", async (_name, config, message) => {
    await expect(open(config)).rejects.toThrow(message);
    await expect(open(config)).rejects.toBeInstanceOf(KeratinError);
  });

  test("is told what tf.keras 2.4 made of bytes", async () => {
    const config = lambda("image.per_image_standardization", {}, { version: "2.4.0", shape: [null, 4, 4, 3] });
    await expect(open(config.replaceAll("float32", "uint8"))).rejects.toThrow(/of images of whole numbers/);
    await expect(open(config)).resolves.toBeDefined();
  });

  test.each(GOLDEN)("whatever stands in a config of TensorFlow $header.tensorflow", async ({ families }) => {
    let seed = 0;
    for (const { inputs, cases } of families) {
      for (const { config } of cases.filter((_, i) => i % 3 === 0)) {
        try {
          const model = await open(mutated(config, seed++));
          await predict(model, inputs.slice(0, model.inputs.length).map(tensorOf));
          model.dispose();
        } catch (error) {
          if (!(error instanceof KeratinError)) throw new Error(`seed ${seed - 1}: ${(error as Error).stack}`);
        }
      }
    }
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});
