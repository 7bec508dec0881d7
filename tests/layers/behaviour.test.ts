/** What single layers do beside the golden cases. */
import { beforeEach, describe, expect, test } from "vitest";
import { tensor } from "../../ts/backend/evaluate";
import * as K from "../../ts/backend/K";
import { Trace, withTrace } from "../../ts/core/trace";
import * as layers from "../../ts/layers/gen/public";
import * as ops from "../../ts/ops/gen/public";
import { layerFrom } from "./run-layer-test";

beforeEach(() => K.clearSession());

describe("Dropout", () => {
  const x = ops.ones([100, 200]);

  test("drops the rate and keeps the mean", () => {
    const y = layers.dropout({ rate: 0.3, seed: 1 }).apply(x, { training: true }).dataSync();
    const kept = y.filter((v) => v !== 0);
    expect(new Set(kept)).toEqual(new Set([Math.fround(1 / (1 - 0.3))]));
    expect(kept.length / y.length).toBeCloseTo(0.7, 1.5);
  });

  test("gives its input back in inference, and at rate 0", () => {
    expect(layers.dropout({ rate: 0.5 }).apply(x)).toBe(x);
    expect(layers.dropout({ rate: 0 }).apply(x, { training: true })).toBe(x);
  });

  test("drops everything at rate 1", () => {
    const y = layers.dropout({ rate: 1 }).apply(x, { training: true }).dataSync();
    expect(y.every((v) => v === 0)).toBe(true);
  });

  test("shares the mask along axes of noiseShape that are 1", () => {
    const y = layers.dropout({ rate: 0.5, noiseShape: [null, 1], seed: 3 }).apply(x, { training: true });
    const rows = y.arraySync() as number[][];
    expect(rows.every((row) => new Set(row).size === 1)).toBe(true);
    expect(new Set(rows.map((row) => row[0])).size).toBe(2);
  });

  test("draws anew at every call, and the same again with the same seed", () => {
    const draw = (): number[][] => {
      const layer = layers.dropout({ rate: 0.5, seed: 7 });
      return [0, 1].map(() => [...layer.apply(x, { training: true }).dataSync()]);
    };
    const [first, second] = draw();
    expect(first).not.toEqual(second);
    expect(draw()).toEqual([first, second]);
  });

  test("two calls in one program draw differently", () => {
    const layer = layers.dropout({ rate: 0.5, seed: 7 });
    const p = K.placeholder({ shape: [null, 50] });
    const run = K.function([p], [layer.apply(p, { training: true }), layer.apply(p, { training: true })]);
    const [a, b] = run([ops.ones([4, 50])]);
    expect(a).not.toEqual(b);
  });
});

describe("BatchNormalization", () => {
  const rows = [
    [1, 10],
    [3, 30],
  ];

  test("moves its statistics outside a program too, at once", () => {
    const layer = layers.batchNormalization({ momentum: 0.5 });
    layer.apply(K.constant(rows), { training: true });
    expect(K.eval(layer.movingMean)).toEqual([1, 10]);
    expect(K.eval(layer.movingVariance)).toEqual([1, 50.5]);
  });

  test("shared in one program, moves them once a call", () => {
    const layer = layers.batchNormalization({ momentum: 0.5 });
    const p = K.placeholder({ shape: [null, 2] });
    const [a, b] = [0, 1].map(() => layer.apply(p, { training: true })) as [ReturnType<typeof ops.add>, typeof p];
    K.function([p], [ops.add(a, b)])([K.constant(rows)]);
    expect(K.eval(layer.movingMean)).toEqual([1.5, 15]);
  });

  test("a layer that is not trainable runs as in inference", () => {
    const layer = layers.batchNormalization({ epsilon: 0 });
    layer.trainable = false;
    const y = layer.apply(K.constant(rows), { training: true });
    expect(y.arraySync()).toEqual(rows);
    expect(K.eval(layer.movingMean)).toEqual([0, 0]);
    expect(layer.trainableWeights).toEqual([]);
    expect(layer.weights.map((v) => v.name)).toEqual(["gamma", "beta", "moving_mean", "moving_variance"]);
  });

  test("leaves what a mask hides out of the statistics", () => {
    const x = K.constant([
      [
        [1, 2],
        [3, 5],
      ],
      [
        [7, 11],
        [13, 17],
      ],
    ]);
    const mask = K.constant([
      [true, true],
      [true, false],
    ]);
    const layer = layers.batchNormalization({ momentum: 0.5 });
    const y = layer.apply(x, { training: true, mask }).dataSync();
    const want = [-1.068959, -1.0690067, -0.2672397, -0.2672516, 1.3361989, 1.3362586, 3.7413568, 2.9397686];
    want.forEach((value, i) => {
      expect(y[i]).toBeCloseTo(value, 5);
    });
    expect([...layer.movingMean.read()][0]).toBeCloseTo(1.8333334, 6);
    expect([...layer.movingVariance.read()][0]).toBeCloseTo(3.6111114, 5);
  });

  test("reads the list of one axis that Keras 2 wrote", () => {
    expect(layerFrom("BatchNormalization", { axis: [3] }).getConfig().axis).toBe(3);
  });

  test("works with one number a feature: nothing of the input's size but one product and one sum", () => {
    const layer = layers.batchNormalization();
    const trace = new Trace();
    const x = ops.ones([8, 6, 6, 4]);
    layer.ensureBuilt(x.shape);
    const y = withTrace(trace, () => layer.apply(x));
    const large: string[] = [];
    const visit = (t: typeof y): void => {
      if (t.source.kind !== "op" || t === x) return;
      if (t.size === y.size) large.push(t.source.op.name);
      t.source.inputs.forEach(visit);
    };
    visit(y);
    expect(large).toEqual(["add", "multiply"]);
  });
});

test("Softmax gives 0 where a mask is false", () => {
  const y = layers.softmax().apply(K.constant([[1, 2, 3]]), { mask: K.constant([[true, false, true]]) });
  const [a, b, c] = y.dataSync() as unknown as [number, number, number];
  expect(a).toBeCloseTo(0.1192029, 6);
  expect(b).toBe(0);
  expect(c).toBeCloseTo(0.880797, 6);
});

test("Rescaling makes float32 of bytes and whole numbers", () => {
  const layer = layers.rescaling({ scale: 1 / 255 });
  const bytes = layer.apply(tensor(new Uint8Array([0, 255]), [1, 2]));
  expect([bytes.dtype, bytes.arraySync()]).toEqual(["float32", [[0, 1]]]);
  const ints = layer.apply(tensor(new Int32Array([510, -255]), [1, 2]));
  expect([ints.dtype, ints.arraySync()]).toEqual(["float32", [[2, -1]]]);
});

test("Rescaling reads arrays as Keras writes NumPy's", () => {
  const scale = { class_name: "__numpy__", config: { value: [1, 2], dtype: "float32" } };
  const layer = layerFrom("Rescaling", { scale, offset: 1 });
  expect(layer.apply(K.constant([[3, 4]])).arraySync()).toEqual([[4, 9]]);
});

test("ZeroPadding2D takes all forms of padding", () => {
  const shape = (padding: unknown): unknown =>
    layers.zeroPadding2d({ padding: padding as number }).apply(ops.ones([1, 4, 5, 2])).shape;
  expect(shape(undefined)).toEqual([1, 6, 7, 2]);
  expect(shape(2)).toEqual([1, 8, 9, 2]);
  expect(shape([1, 2])).toEqual([1, 6, 9, 2]);
  expect(shape([1, [0, 2]])).toEqual([1, 6, 7, 2]);
  expect(
    shape([
      [0, 1],
      [2, 3],
    ]),
  ).toEqual([1, 5, 10, 2]);
});

test("LeakyReLU reads the alpha of Keras 2", () => {
  expect(layerFrom("LeakyReLU", { alpha: 0.25 }).getConfig().negative_slope).toBe(0.25);
});

test("Identity gives back what it got, one tensor or several", () => {
  const [a, b] = [ops.ones([1]), ops.zeros([2])];
  expect(layers.identity().apply(a)).toBe(a);
  expect(layers.identity().applyAll([a, b])).toEqual([a, b]);
  expect(Object.keys(layers.identity().getConfig())).toEqual(["name", "trainable", "dtype"]);
});

test("InputLayer: Keras's config, and a check of the data", () => {
  const config = { batch_shape: [2, null], dtype: "int64", sparse: false, ragged: false, name: "x", optional: false };
  const layer = layerFrom("InputLayer", config) as layers.InputLayer;
  expect(JSON.stringify(layer.getConfig())).toBe(JSON.stringify(config));
  expect([layer.batchShape, layer.dtype, layer.built]).toEqual([[2, null], "int32", true]);
  const x = ops.ones([2, 3]);
  expect(layer.apply(x)).toBe(x);
  expect(new layers.InputLayer({ shape: [3] }).getConfig()).toEqual({
    ...config,
    batch_shape: [null, 3],
    dtype: "float32",
    name: "input_layer",
  });
});

test("layers work for batches of any size, and of none", () => {
  const layer = layers.conv2d({ filters: 2, kernelSize: 3, padding: "same" });
  for (const n of [1, 4, 0]) expect(layer.apply(ops.ones([n, 5, 5, 3])).shape).toEqual([n, 5, 5, 2]);
  expect(layers.reshape({ targetShape: [-1, 2] }).apply(ops.ones([0, 6])).shape).toEqual([0, 3, 2]);
  expect(layers.flatten().apply(ops.ones([0, 3, 2])).shape).toEqual([0, 6]);
});

test("sizes that are not known yet stay null", () => {
  const x = K.placeholder({ shape: [null, null, null, 3] });
  expect(layers.conv2d({ filters: 4, kernelSize: 3 }).apply(x).shape).toEqual([null, null, null, 4]);
  expect(layers.globalAveragePooling2d().apply(x).shape).toEqual([null, 3]);
  expect(layers.maxPooling2d().apply(x).shape).toEqual([null, null, null, 3]);
});

test("a first input that does not fit leaves the layer as it was", () => {
  const layer = layers.conv2d({ filters: 2, kernelSize: 5 });
  expect(() => layer.apply(ops.ones([1, 3, 3, 4]))).toThrow("larger than the input");
  expect([layer.built, layer.buildShape, layer.weights]).toEqual([false, undefined, []]);
  expect(layer.apply(ops.ones([1, 6, 6, 1])).shape).toEqual([1, 2, 2, 2]);
  expect(layer.weights.map((v) => v.dims)).toEqual([[5, 5, 1, 2], [2]]);
});
