/** Masks on their way through layers: expectations are what Keras 3.15 gives. */
import { input, K, layers, Model, ops, Sequential, tensor } from "keratin";
import { beforeEach, expect, test } from "vitest";
import { maskOf } from "../../ts/core/mask";
import type { Tensor } from "../../ts/core/tensor";

beforeEach(() => K.clearSession());

const ids = (): Tensor => tensor([1, 0, 2, 0, 0, 3], [2, 3], "int32");
const shown = (x: Tensor): unknown => maskOf(x)?.arraySync() ?? null;

test("an embedding masks its padding, and layers that support masking pass it on", () => {
  const embedding = layers.embedding({ inputDim: 4, outputDim: 2, maskZero: true });
  const x = embedding.apply(ids());
  const mask = [
    [true, false, true],
    [false, false, true],
  ];
  expect(shown(x)).toEqual(mask);
  expect(shown(layers.dense({ units: 3 }).apply(x))).toEqual(mask);
  expect(shown(layers.dropout({ rate: 0.5 }).apply(x))).toEqual(mask);
  expect(shown(layers.flatten().apply(x))).toBe(null);
  expect(shown(ops.multiply(x, 2))).toBe(null);
  expect(shown(layers.embedding({ inputDim: 4, outputDim: 2 }).apply(ids()))).toBe(null);
});

test("merging layers join masks by or; concatenate by any; one without a mask ends it", () => {
  const one = layers.masking();
  const a = one.apply(tensor([1, 0, 0, 0, 5, 0], [1, 3, 2]));
  const b = one.apply(tensor([0, 0, 2, 0, 3, 3], [1, 3, 2]));
  const bare = tensor([1, 1, 1, 1, 1, 1], [1, 3, 2]);
  expect(shown(a)).toEqual([[true, false, true]]);
  expect(shown(layers.add().apply([a, b]))).toEqual([[true, true, true]]);
  expect(shown(layers.add().apply([a, bare]))).toBe(null);
  expect(shown(layers.concatenate().apply([a, bare]))).toEqual([[true, true, true]]);
  expect(layers.multiply().apply([a, b]).arraySync()).toEqual([
    [
      [1, 0],
      [2, 0],
      [15, 0],
    ],
  ]);
  expect(layers.minimum().apply([a, b]).arraySync()).toEqual([
    [
      [1, 0],
      [2, 0],
      [3, 0],
    ],
  ]);
});

test("masks reach the layers of a model that runs as one program, and a mask given by hand wins", async () => {
  const x = input({ shape: [3, 2] });
  const inner = new Model({ inputs: x, outputs: layers.batchNormalization({ momentum: 0 }).apply(x) });
  const model = new Sequential([layers.input({ shape: [3, 2] }), layers.masking(), inner]);
  model.compile({ optimizer: "sgd", loss: "mse" });
  const data = tensor([2, 4, 0, 0, 4, 8], [1, 3, 2]);
  await model.trainOnBatch(data, ops.zeros([1, 3, 2]));
  const mean = [...inner.layers[1]!.getWeights()[2]!.dataSync()];
  expect(mean[0]).toBeCloseTo(3, 4);
  expect(mean[1]).toBeCloseTo(6, 4);
  const given = layers.softmax().apply(tensor([1, 1, 1], [1, 3]), { mask: tensor([true, false, true], [1, 3]) });
  expect(given.arraySync()).toEqual([[0.5, 0, 0.5]]);
});

test("an activity regularizer adds its term, divided by the batch", async () => {
  const net = new Sequential([
    layers.input({ shape: [2] }),
    layers.dense({ units: 2, kernelInitializer: "ones", activityRegularizer: "l2" }),
  ]);
  net.compile({ optimizer: "sgd", loss: "mse" });
  const { loss } = await net.testOnBatch(tensor([1, 1, 1, 1], [2, 2]), tensor([2, 2, 2, 2], [2, 2]));
  expect(loss).toBeCloseTo((0.01 * 16) / 2, 6);
  const config = net.layers[0]!.getConfig();
  expect(config.activity_regularizer).toMatchObject({ class_name: "L2" });
});
