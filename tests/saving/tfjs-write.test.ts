/** Layers models of TensorFlow.js as keratin writes them; that TensorFlow.js reads them is checked in tests/oracle/tfjs. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import {
  Initializer,
  input,
  inspectFile,
  layers,
  loadModel,
  losses,
  Model,
  ops,
  optimizers,
  Sequential,
  type Tensor,
} from "../../ts/index";
import { failing, smallModel } from "../files/support";
import { distance } from "../support/golden";
import { CASES, inputsOf, shake } from "./tfjs-models";
import { farthest, outputsOf, readWritten } from "./tfjs-support";

const folder = mkdtempSync(join(tmpdir(), "keratin-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Json = Record<string, never> & {
  weightsManifest: { paths: string[]; weights: { name: string }[] }[];
  trainingConfig?: unknown;
};
const jsonOf = (files: Record<string, Uint8Array>): Json =>
  JSON.parse(new TextDecoder().decode(files["model.json"])) as Json;

describe("what is written for TensorFlow.js", () => {
  test.each(Object.keys(CASES))("is read back: %s", async (name) => {
    const own = CASES[name]!();
    shake(own);
    const files = await own.model.save({ format: "tfjs" });
    const again = await loadModel(files["model.json"]!, { files });
    const [wanted, got] = [await outputsOf(own.model, inputsOf(own)), await outputsOf(again, inputsOf(own))];
    wanted.forEach((y, i) => {
      expect(distance(got[i]!.dataSync(), y.dataSync()), `output ${i}`).toBeLessThan(1e-6);
    });
    expect(again.compiled === undefined).toBe(own.model.compiled === undefined);
  });

  test("keeps the hard sigmoid of Keras 2, which no .keras file has in recurrent layers", async () => {
    for (const name of ["js_4_22_0_cnn", "js_4_22_0_recurrent", "js_4_22_0_cells"]) {
      const { files, inputs, outputs } = readWritten(name);
      const model = await loadModel(files["model.json"]!, { files });
      const written = await model.save({ format: "tfjs" });
      const again = await loadModel(written["model.json"]!, { files: written });
      expect(farthest(await outputsOf(again, inputs), outputs), name).toBeLessThan(1e-5);
      if (name !== "js_4_22_0_cnn") expect(await failing(() => model.save())).toContain('model.save("model.json")');
    }
  });

  test("has shards of 4 MiB, the last of them shorter", async () => {
    const x = input({ shape: [1024] });
    const model = new Model({ inputs: x, outputs: layers.dense({ units: 1025 }).apply(x) });
    const files = await model.save({ format: "tfjs" });
    expect(Object.keys(files)).toEqual(["group1-shard1of2.bin", "group1-shard2of2.bin", "model.json"]);
    expect(files["group1-shard1of2.bin"]!.length).toBe(2 ** 22);
    expect(files["group1-shard2of2.bin"]!.length).toBe(4 * 1024 * 1025 + 4 * 1025 - 2 ** 22);
    await model.save(join(folder, "large.json"));
    const names = readdirSync(folder).filter((name) => name.startsWith("large"));
    expect(names).toEqual(["large.group1-shard1of2.bin", "large.group1-shard2of2.bin", "large.json"]);
    const again = await loadModel(join(folder, "large.json"));
    expect(again.getWeights()[0]!.dataSync()).toEqual(model.getWeights()[0]!.dataSync());
  });

  test("says who wrote it, and in the words of which version", async () => {
    const json = jsonOf(await smallModel().save({ format: "tfjs" }));
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect(json).toMatchObject({ format: "layers-model", generatedBy: `keratin ${version}`, convertedBy: null });
    const files = await smallModel().save({ format: "tfjs" });
    const { writer } = await inspectFile(files["model.json"]!, { files });
    expect(writer).toBe(`keratin ${version} for TensorFlow.js, with the layers of Keras 2`);
    expect(json.modelTopology).toMatchObject({ keras_version: "tfjs-layers 4.22.0", class_name: "Sequential" });
  });

  test("lies beside model.json, whole or not at all", async () => {
    const place = join(folder, "whole");
    mkdirSync(place);
    const [model, other] = [smallModel(), smallModel()];
    await model.save(join(place, "model.json"));
    const before = ["model.json", "weights.bin"].map((name) => readFileSync(join(place, name)));
    expect(readdirSync(place)).toEqual(["model.json", "weights.bin"]);
    // A folder in the place of the last file: the bytes of all files were written, none is left.
    rmSync(join(place, "weights.bin"));
    mkdirSync(join(place, "weights.bin"));
    expect(await failing(() => other.save(join(place, "model.json")))).toMatch(/model\.json: cannot be written/);
    expect(readFileSync(join(place, "model.json"))).toEqual(before[0]);
    expect(readdirSync(place)).toEqual(["model.json", "weights.bin"]);
    expect(await failing(() => model.save(join(folder, "nowhere", "model.json")))).toContain("there is no such folder");
    writeFileSync(join(folder, "free.json"), "old");
    await model.save(new URL(`file://${folder}/free.json`));
    expect((await loadModel(join(folder, "free.json"))).countParams()).toBe(8);
  });

  test("needs a place for several files, and a known format", async () => {
    const model = smallModel();
    const handle = { kind: "file", name: "model.json", getFile: async () => new Blob() } as const;
    expect(await failing(() => model.save(handle))).toContain('Call save({ format: "tfjs" })');
    expect(await failing(() => model.save("model.bin"))).toContain("Expected a path that ends in .keras or .json");
    expect(await failing(() => model.save({ format: "h5" } as never))).toContain('Expected "keras" or "tfjs"');
    expect((await model.save({ format: "keras" })).length).toBe((await model.save()).length);
  });
});

describe("a model that was compiled", () => {
  const training = async (options: Parameters<Model["compile"]>[0]): Promise<unknown> => {
    const model = smallModel();
    model.compile(options);
    return jsonOf(await model.save({ format: "tfjs" })).trainingConfig;
  };

  test("keeps what TensorFlow.js has", async () => {
    expect(
      await training({ optimizer: optimizers.adam({ learningRate: 0.5 }), loss: "MSE", metrics: ["mae", "accuracy"] }),
    ).toEqual({
      loss: "mean_squared_error",
      metrics: ["mae", "accuracy"],
      optimizer_config: { class_name: "Adam", config: { learningRate: 0.5, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } },
    });
    expect(
      await training({
        optimizer: optimizers.sgd({ learningRate: 0.5, momentum: 0.5, nesterov: true }),
        loss: new losses.LogCosh(),
      }),
    ).toEqual({
      loss: "logcosh",
      metrics: [],
      optimizer_config: { class_name: "Momentum", config: { learningRate: 0.5, momentum: 0.5, useNesterov: true } },
    });
  });

  test("comes uncompiled where it has not all of it", async () => {
    const loss = "mse";
    expect(jsonOf(await smallModel().save({ format: "tfjs" })).trainingConfig).toBeUndefined();
    expect(await training({ optimizer: "lion", loss })).toBeUndefined();
    expect(await training({ optimizer: optimizers.adam({ clipnorm: 1 }), loss })).toBeUndefined();
    expect(await training({ optimizer: optimizers.adam({ amsgrad: true }), loss })).toBeUndefined();
    expect(await training({ loss: "huber" })).toBeUndefined();
    expect(await training({ loss: new losses.BinaryCrossentropy({ fromLogits: true }) })).toBeUndefined();
    expect(await training({ loss, metrics: ["auc"] })).toBeUndefined();
    expect(await training({ loss, lossWeights: [2] })).toBeUndefined();
  });
});

describe("what TensorFlow.js cannot express is refused, naming the layer", () => {
  const refused = (shape: (number | null)[], body: (x: Tensor) => Tensor): Promise<string> => {
    const x = input({ shape });
    return failing(() => new Model({ inputs: x, outputs: body(x) }).save({ format: "tfjs" }));
  };
  const name = "own";
  const rows: [string, (number | null)[], (x: Tensor) => Tensor, string][] = [
    [
      "a layer it lacks",
      [4, 3],
      (x) => layers.groupNormalization({ groups: 3, name }).apply(x),
      "there is no layer GroupNormalization",
    ],
    [
      "attention",
      [4, 3],
      (x) => layers.multiHeadAttention({ numHeads: 2, keyDim: 2, name }).apply([x, x]),
      "there is no layer MultiHeadAttention",
    ],
    ["GRU as of Keras 3", [4, 3], (x) => layers.gru({ units: 2, name }).apply(x), "its GRU resets before the product"],
    [
      "new hard sigmoids",
      [3],
      (x) => layers.dense({ units: 2, activation: "hard_sigmoid", name }).apply(x),
      "its hard_sigmoid is that of Keras 3",
    ],
    [
      "other activations",
      [3],
      (x) => layers.dense({ units: 2, activation: "exponential", name }).apply(x),
      "there is no activation exponential",
    ],
    [
      "a layer as an activation",
      [3],
      (x) => layers.dense({ units: 2, activation: layers.leakyReLU({}) as never, name }).apply(x),
      "a layer cannot be an activation",
    ],
    [
      "ReLU with two things",
      [3],
      (x) => layers.reLU({ maxValue: 1, negativeSlope: 0.1, name }).apply(x),
      "but one of them",
    ],
    ["ELU with another alpha", [3], (x) => layers.elu({ alpha: 0.5, name }).apply(x), "its alpha is always 1 there"],
    [
      "bilinear images",
      [4, 4, 1],
      (x) => layers.upSampling2d({ interpolation: "bilinear", name }).apply(x),
      "its bilinear interpolation has other corners",
    ],
    [
      "resized images",
      [4, 4, 1],
      (x) => layers.resizing({ height: 2, width: 2, name }).apply(x),
      "it stretches images",
    ],
    [
      "pools that keep axes",
      [4, 4, 1],
      (x) => layers.globalMaxPooling2d({ keepdims: true, name }).apply(x),
      "there is no keepdims",
    ],
    [
      "groups",
      [4, 4, 2],
      (x) => layers.conv2d({ filters: 2, kernelSize: 1, groups: 2, name }).apply(x),
      "there is no groups of 2",
    ],
    [
      "dilated depthwise",
      [4, 4, 2],
      (x) => layers.depthwiseConv2d({ kernelSize: 2, dilationRate: 2, name }).apply(x),
      "there is no dilation_rate of [2,2]",
    ],
    [
      "causal padding",
      [4, 2],
      (x) => layers.conv1d({ filters: 2, kernelSize: 2, padding: "causal", name }).apply(x),
      'no padding "causal"',
    ],
    [
      "channels before steps",
      [4, 2],
      (x) => layers.conv1d({ filters: 2, kernelSize: 2, dataFormat: "channels_first", name }).apply(x),
      "its channels come last",
    ],
    [
      "normalization elsewhere",
      [4, 2],
      (x) => layers.batchNormalization({ axis: 1, name }).apply(x),
      "the last axis alone",
    ],
    ["softmax elsewhere", [4, 2], (x) => layers.softmax({ axis: 1, name }).apply(x), "the last axis alone"],
    ["flattened unknown sizes", [null, 4], (x) => layers.flatten({ name }).apply(x), "unknown sizes"],
    [
      "activity regularizers",
      [4],
      (x) => layers.dense({ units: 1, activityRegularizer: "l2", name }).apply(x),
      "it regularizes weights alone",
    ],
    [
      "other regularizers",
      [4],
      (x) => layers.dense({ units: 1, kernelRegularizer: "orthogonal_regularizer", name }).apply(x),
      "no kernel_regularizer but",
    ],
    ["operations", [4], (x) => ops.multiply(x, 2), "an operation between layers is no layer"],
    [
      "states of stacked cells",
      [4, 2],
      (x) =>
        layers
          .rnn({ cell: [layers.lstmCell({ units: 2 }), layers.lstmCell({ units: 2 })], returnState: true, name })
          .applyAll(x) as never,
      "states of stacked cells",
    ],
    [
      "names that are none there",
      [4],
      (x) => layers.dense({ units: 1, name: "ganz schön" }).apply(x),
      "cannot have this name",
    ],
  ];
  test.each(rows)("%s", async (_what, shape, body, reason) => {
    const message = await refused(shape, body);
    expect(message).toMatch(/^[\w ö]+: cannot be written for TensorFlow\.js: /);
    expect(message).toContain(reason);
    if (!/multiply|ganz/.test(message)) expect(message.startsWith("own: ")).toBe(true);
  });

  test("layers of the user's own, models with a call, unknown inputs, two layers of one name", async () => {
    class Own extends layers.Dense {
      static override className = "Own";
    }
    expect(await refused([2], (x) => new Own({ units: 1, name }).apply(x))).toContain(
      "own: cannot be written for TensorFlow.js: it has no class of the user's own",
    );
    class Called extends Model {
      override call(x: Tensor): Tensor {
        return x;
      }
    }
    expect(await failing(() => new Called({ name }).save({ format: "tfjs" }))).toContain(
      "a model with a call of its own",
    );
    const open = new Sequential([layers.dense({ units: 1 })], { name });
    expect(await failing(() => open.save({ format: "tfjs" }))).toContain(
      "own: cannot be written for TensorFlow.js: the shape of its input is not known",
    );
    const inner = (): Sequential => new Sequential([input({ shape: [2] }), layers.dense({ units: 2, name })]);
    expect(await refused([2], (x) => inner().apply(inner().apply(x)))).toContain(
      "own: cannot be written for TensorFlow.js: two layers with weights have this name",
    );
  });

  test("masks that TensorFlow.js would lose, or give to others", async () => {
    const masked = (x: Tensor): Tensor => layers.masking({ name: "mask" }).apply(x);
    const lstm = (x: Tensor, options: object = {}): Tensor => layers.lstm({ units: 3, name, ...options }).apply(x);
    const steps = [4, 3];
    expect(await refused(steps, (x) => lstm(layers.leakyReLU({ name: "leak" }).apply(masked(x))))).toContain(
      'own: cannot be written for TensorFlow.js: the mask of "mask" does not reach it there: "leak" does not pass it on',
    );
    expect(
      await refused(steps, (x) =>
        layers.add({}).apply([lstm(masked(x)), layers.lstm({ units: 3, name: "free" }).apply(x)]),
      ),
    ).toContain('free: cannot be written for TensorFlow.js: TensorFlow.js applies the mask of "mask" to it as well');
    expect(await refused(steps, (x) => layers.globalAveragePooling1d({ name }).apply(masked(x)))).toContain(
      "does not read the mask",
    );
    expect(await refused(steps, (x) => layers.softmax({ name }).apply(lstm(masked(x), { name: "a" })))).toContain(
      "own: cannot be written",
    );
    const both = (x: Tensor): Tensor =>
      layers.bidirectional({ layer: layers.lstm({ units: 2, returnSequences: true }), name }).apply(masked(x));
    expect(await refused(steps, (x) => layers.flatten({ name: "flat" }).apply(both(x)))).toContain(
      "it gives zeros at the steps",
    );
    expect(await refused(steps, both)).toContain(
      "own: cannot be written for TensorFlow.js: it gives zeros at the steps",
    );
    const nested = new Sequential([input({ shape: [4, 3] }), layers.lstm({ units: 3, name })], { name: "nested" });
    expect(await refused(steps, (x) => nested.apply(masked(x)))).toContain(
      'own: cannot be written for TensorFlow.js: the mask of "mask" does not reach',
    );
    const state = (x: Tensor): Tensor => layers.dense({ units: 3 }).apply(layers.flatten().apply(x));
    const given = (x: Tensor): Tensor =>
      layers.simpleRNN({ units: 3, name }).apply(masked(x), { initialState: state(x) });
    expect(await refused(steps, given)).toContain("with first states it does not read the mask");
  });

  test("but not initializers: the file has the weights", async () => {
    class Own extends Initializer {
      static className = "Own";
      override apply(shape: readonly number[]): Tensor {
        return ops.full(shape, 0.5);
      }
    }
    const x = input({ shape: [3] });
    const model = new Model({ inputs: x, outputs: layers.dense({ units: 3, kernelInitializer: new Own() }).apply(x) });
    const files = await model.save({ format: "tfjs" });
    expect(new TextDecoder().decode(files["model.json"])).toContain('"kernel_initializer": {"class_name": "Zeros"');
    const again = await loadModel(files["model.json"]!, { files });
    expect(again.getWeights()[0]!.dataSync()[4]).toBe(0.5);
  });
});
