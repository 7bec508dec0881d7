/** What goes wrong says where, what was expected, what was received and how to mend it; the model works right after. */
import {
  DTypeError,
  input,
  layers,
  loadModel,
  Model,
  Sequential,
  ShapeError,
  StateError,
  tensor,
  ValueError,
} from "keratin";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fails, rows, small, valuesOfTensor, wave, weightsOf } from "./support";

const quiet = { verbose: 0 } as const;
const { x, y } = rows(8);

describe("data that does not fit", () => {
  let model: Sequential;
  let before: number[][];
  let wanted: number[];
  beforeEach(async () => {
    model = small({ metrics: ["mae"] });
    before = weightsOf(model);
    wanted = valuesOfTensor(await model.predict(x));
  });
  afterEach(async () => {
    // Nothing moved, and the same model predicts and trains.
    expect(weightsOf(model)).toEqual(before);
    expect(valuesOfTensor(await model.predict(x))).toEqual(wanted);
    const { history } = await model.fit(x, y, { batchSize: 4, ...quiet });
    expect(history.loss![0]).toBeGreaterThan(0);
    expect(weightsOf(model)).not.toEqual(before);
  });

  test("rows of another size", async () => {
    const name = model.name;
    await fails(
      () => model.fit([[1, 2, 3, 4]], [[1, 2]], quiet),
      ShapeError,
      `${name}.fit: x: the data does not fit the model's input. Expected shape [null, 3]. Received shape [1, 4].`,
    );
    await fails(
      () => model.predict([[1, 2]]),
      ShapeError,
      /\.predict: x: .*Expected shape \[null, 3\]\. Received shape \[1, 2\]/,
    );
    await fails(() => model.evaluate([1, 2, 3], [[1, 2]]), ShapeError, /\.evaluate: x.*\[null, 3\].*\[3\]/);
    await fails(
      () => model.fit(new Float32Array(7), y, quiet),
      ShapeError,
      `${name}.fit: x: the flat array does not divide into rows. Expected a multiple of 3 values (rows of shape [3]). Received 7 values.`,
    );
  });

  test("targets of another shape, or too few of them", async () => {
    await fails(
      () => model.fit(x, wave(24, 1), quiet),
      ShapeError,
      /mean_squared_error: targets and predictions do not match\. Expected targets of shape \[8,2\]\. Received targets of shape \[8,3\]/,
    );
    await fails(
      () => model.fit(x, wave(13, 1), quiet),
      ShapeError,
      `${model.name}.fit: y has another number of rows than x. Expected 8. Received 13.`,
    );
    await fails(
      () => model.trainOnBatch(x, [[1, 2]]),
      ShapeError,
      /trainOnBatch: y has another number of rows than x\. Expected 8\. Received 1/,
    );
    await fails(
      () => model.fit(x, y, { sampleWeight: [1, 2], ...quiet }),
      ShapeError,
      /fit: sampleWeight has another number of rows than x\. Expected 8\. Received 2/,
    );
  });

  test("no targets", async () => {
    await fails(() => model.fit(x, undefined, quiet), ValueError, /there are no targets for output "out"/);
    await fails(() => model.evaluate(x), ValueError, /there are no targets for output "out"/);
  });

  test("no data", async () => {
    await fails(() => model.fit([], [], quiet), ShapeError, /\.fit: /);
    await fails(
      () => model.fit(new Float32Array(0), new Float32Array(0), quiet),
      ShapeError,
      `${model.name}.fit: the data is empty. Expected at least one row. Received 0 rows.`,
    );
    await fails(() => model.predict(new Float32Array(0)), ShapeError, /predict: the data is empty/);
    await fails(
      () => model.fit(() => [], undefined, quiet),
      ValueError,
      /fit: the iterable gave no batch\. Return a new iterable at every call/,
    );
  });

  test("things that are no arrays", async () => {
    await fails(() => model.fit("rows", y, quiet), ValueError, /fit.*x.*Received value="rows"|fit.*x.*"rows"/);
    await fails(() => model.fit(undefined, y, quiet), ValueError, `${model.name}.fit: x is missing.`);
    await fails(() => model.predict([["a", "b", "c"]]), ValueError, /predict: x: is text, no numbers/);
    await fails(
      () =>
        model.predict([
          [1, 2, 3],
          [1, 2],
        ]),
      ShapeError,
      /predict: x: nested/,
    );
    await fails(
      () => model.fit(() => 3 as never, undefined, quiet),
      ValueError,
      /fit: the function gave no iterable.*iterable of \[x, y\]/,
    );
    await fails(
      () => model.fit(() => [3 as never], undefined, quiet),
      ValueError,
      /fit: a batch is no list\. Expected \[x, y\]/,
    );
    await fails(
      () => model.fit(BigInt64Array.of(2n ** 40n, 0n, 0n), [[1, 2]], quiet),
      DTypeError,
      /fit: x: a value does not fit int32.*Received value 1099511627776 at index 0/,
    );
  });

  test("options that are unknown or out of range", async () => {
    await fails(
      () => model.fit(x, y, { epoch: 3 } as never),
      ValueError,
      /\.fit: has no option "epoch"\. Expected one of .*epochs.* Write "epochs"\.$/,
    );
    await fails(
      () => model.fit(x, y, { rounds: 3 } as never),
      ValueError,
      /\.fit: .*rounds.*epochs.*model\.fit\(x, y, \{ epochs: 5, batchSize: 32 \}\)/s,
    );
    await fails(() => model.fit(x, y, 5 as never), ValueError, /\.fit: /);
    await fails(
      () => model.fit(x, y, { batchSize: 0 }),
      ValueError,
      /fit: batchSize is no whole number from 1 up\. Received batchSize=0/,
    );
    await fails(
      () => model.fit(x, y, { epochs: 1.5 }),
      ValueError,
      /fit: epochs is no whole number from 0 up\. Received epochs=1.5/,
    );
    await fails(() => model.fit(x, y, { stepsPerEpoch: -1 }), ValueError, /fit: stepsPerEpoch is no whole number/);
    await fails(
      () => model.fit(x, y, { validationSplit: 1 }),
      ValueError,
      /fit: validationSplit is not between 0 and 1\. Received validationSplit=1/,
    );
    await fails(
      () => model.fit(x, y, { validationSplit: 0.999 }),
      ValueError,
      /fit: validationSplit leaves one side empty/,
    );
    await fails(
      () => model.fit(() => [[x, y]], undefined, { validationSplit: 0.5 }),
      ValueError,
      /validationSplit needs arrays.*validationData/,
    );
    await fails(
      () => model.fit(x, y, { classWeight: { 0: 1 }, sampleWeight: y }),
      ValueError,
      /classWeight and sampleWeight cannot be given together/,
    );
    await fails(() => model.predict(x, { steps: 3 } as never), ValueError, /\.predict: .*steps/);
    await fails(() => model.evaluate(x, y, { epochs: 3 } as never), ValueError, /\.evaluate: .*epochs/);
  });

  test("too many or unknown inputs", async () => {
    await fails(
      () => model.fit([tensor([[1, 2, 3]]), tensor([[1, 2, 3]])], [[1, 2]], quiet),
      ValueError,
      /fit: x has the wrong length\. Expected 1 \(input_layer.*\)\. Received 2/,
    );
    await fails(
      () => model.fit([x, x], y, quiet),
      ShapeError,
      /fit: x: the data does not fit the model's input\. Expected shape \[null, 3\]\. Received shape \[2, 24\]/,
    );
    await fails(
      () => model.fit({ nobody: x }, y, quiet),
      ValueError,
      /fit: x has unknown names: nobody\. Expected names among input/,
    );
    await fails(
      () => model.fit(x, { nobody: y }, quiet),
      ValueError,
      /fit: y has unknown names: nobody\. Expected names among out/,
    );
  });
});

describe("calls at the wrong time", () => {
  test("training before compile, and then with it", async () => {
    const model = new Sequential([layers.input({ shape: [3] }), layers.dense({ units: 2 })]);
    const message = (what: string): string =>
      `${model.name}.${what}: the model is not compiled. Call model.compile({ optimizer: "adam", loss: "mse" }) first.`;
    await fails(() => model.fit(x, y), StateError, message("fit"));
    await fails(() => model.evaluate(x, y), StateError, message("evaluate"));
    await fails(() => model.trainOnBatch(x, y), StateError, message("trainOnBatch"));
    await fails(() => model.testOnBatch(x, y), StateError, message("testOnBatch"));
    await fails(() => model.optimizer, StateError, message("optimizer"));
    expect((await model.predict(x)).shape).toEqual([8, 2]);
    model.compile({ optimizer: "sgd", loss: "mse" });
    expect((await model.fit(x, y, quiet)).epoch).toEqual([0]);
  });

  test("weights of what is not built yet", async () => {
    const layer = layers.dense({ units: 2 });
    await fails(() => layer.countParams(), StateError, /dense.*: countParams before the layer is built/);
    await fails(
      () => layer.setWeights([[1]]),
      ShapeError,
      /dense.*: setWeights got the wrong number of weights\. Expected 0\. Received 1\. The layer has no weights before it is built/,
    );
    const model = new Sequential([layers.dense({ units: 2 })]);
    expect(model.weights).toEqual([]);
    await fails(() => new Sequential([]).predict([[1]]), StateError, /sequential.*: has no layers/);
  });

  test("compile without a loss, and none that layers add", async () => {
    const model = small();
    model.compile({ optimizer: "sgd" });
    await fails(
      () => model.fit(x, y, quiet),
      StateError,
      /there is no loss to minimise\. Give one: model\.compile\(\{ loss: "mse" \}\)/,
    );
    model.compile({ optimizer: "sgd", loss: "mse" });
    expect((await model.fit(x, y, quiet)).epoch).toEqual([0]);
  });

  test("fit without weights for the variables of an optimizer that belongs to another model", async () => {
    const [a, b] = [small({ optimizer: "adam" }), small()];
    await a.fit(x, y, quiet);
    b.compile({ optimizer: a.optimizer, loss: "mse" });
    await fails(
      () => b.fit(x, y, quiet),
      StateError,
      /adam: was built for other variables than hidden\/kernel\. Give every model an optimizer of its own/,
    );
    b.compile({ optimizer: "adam", loss: "mse" });
    expect((await b.fit(x, y, quiet)).epoch).toEqual([0]);
  });
});

describe("names that are unknown", () => {
  const model = small();
  test("of an optimizer, a loss, a metric: compile lists the known", async () => {
    await fails(
      () => model.compile({ optimizer: "adma", loss: "mse" }),
      ValueError,
      /compile: "adma" is unknown\. Expected one of .*adam.*rmsprop.*sgd/,
    );
    await fails(
      () => model.compile({ loss: "msee" }),
      ValueError,
      /compile: "msee" is unknown\. Expected one of .*mean_squared_error/,
    );
    await fails(
      () => model.compile({ loss: "mse", metrics: ["acuracy"] }),
      ValueError,
      /compile: "acuracy" is unknown\. Expected one of .*binary_accuracy/,
    );
    await fails(
      () => model.compile({ loss: "mse", metrics: "mae" }),
      ValueError,
      /compile: metrics is no list\. Expected a list such as \["accuracy"\]/,
    );
    await fails(
      () => model.compile({ loss: { nobody: "mse" } }),
      ValueError,
      /compile: loss has names of no output: nobody\. Expected among out/,
    );
    await fails(
      () => model.compile({ loss: ["mse", "mae"] }),
      ValueError,
      /compile: loss has the wrong length\. Expected 1, one for each output \(out\)\. Received 2/,
    );
    await fails(() => model.compile({ losses: "mse" } as never), ValueError, /compile: .*losses.*loss/);
    await fails(
      () => model.compile({ loss: "mse", device: "webgpu" }),
      ValueError,
      /compile: the device is not supported\. Expected "wasm" or "auto"\. Received device="webgpu"/,
    );
    await fails(() => model.compile({ optimizer: 3, loss: "mse" }), ValueError, /compile: is no known object/);
    // A compile that failed leaves the one before.
    expect((await model.fit(x, y, quiet)).epoch).toEqual([0]);
  });

  test("of activations, initializers, regularizers: the layer is named", async () => {
    await fails(
      () => layers.dense({ units: 2, activation: "rleu" }),
      ValueError,
      /dense.*: the activation is unknown\. Expected .*relu.*Received activation="rleu"/,
    );
    await fails(
      () => layers.dense({ units: 2, kernelInitializer: "glorot" }),
      ValueError,
      /dense.*"glorot" is unknown.*glorot_uniform/,
    );
    await fails(() => layers.dense({ units: 2, kernelRegularizer: "l3" }), ValueError, /dense.*"l3" is unknown.*l1/);
    await fails(() => layers.dense({ unit: 2 } as never), ValueError, /dense: .*unit.*units/i);
    await fails(() => layers.dense({ units: -2 }), ValueError, /dense.*units/);
  });

  test("of layers in a model, and of layers in a file", async () => {
    await fails(() => model.getLayer("hiden"), ValueError, /has no layer "hiden"\. Expected one of hidden, out/);
    await fails(
      () => new Sequential([layers.dense({ units: 1, name: "a" }), layers.dense({ units: 1, name: "a" })]),
      ValueError,
      /has a layer named "a" already/,
    );
    await fails(() => loadModel("/no/such/file.keras"), Error as never, /\/no\/such\/file\.keras: cannot be read/);
  });
});

test("graphs with gaps, inputs that are none, lists where one is meant", async () => {
  const [a, b] = [input({ shape: [2], name: "a" }), input({ shape: [2], name: "b" })];
  const both = layers.add().apply([a, b]);
  await fails(
    () => new Model({ inputs: a, outputs: both }),
    ValueError,
    /the graph is disconnected: "add.*" needs the input "b"\. List it among the model's inputs/,
  );
  await fails(
    () => new Model({ inputs: a }),
    ValueError,
    /needs both inputs and outputs\. Write new Model\(\{ inputs, outputs \}\)/,
  );
  await fails(() => new Sequential([3 as never]), ValueError, /takes layers only.*Received layer=3/);
  await fails(() => new Sequential({ layers: [] } as never), ValueError, /takes a list of layers/);
  const model = new Model({ inputs: [a, b], outputs: both });
  await fails(() => model.predict([[1, 2]]), ValueError, /predict: x .*a, b/);
  await fails(() => model.predict({ a: [[1, 2]] }), ValueError, /predict: x \(b\) is missing/);
  expect(valuesOfTensor(await model.predict([[[1, 2]], [[3, 4]]]))).toEqual([4, 6]);
});
