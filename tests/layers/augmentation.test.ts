/** Layers that augment images: what they draw, and what fixtures of batches do not show. Values: layers.test.ts. */
import { input, K, layers, loadModel, Model, ops, Sequential, type Tensor, utils } from "keratin";
import { beforeEach, describe, expect, test } from "vitest";
import type { Augmentation } from "../../ts/layers/core/augmentation";

beforeEach(() => {
  K.clearSession();
  utils.setRandomSeed(12);
});

interface Options {
  seed?: number;
  dataFormat?: string;
}
type Make = (options?: Options) => Augmentation;

const ALL: Readonly<Record<string, Make>> = {
  randomFlip: (o) => layers.randomFlip({ ...o }),
  randomRotation: (o) => layers.randomRotation({ factor: 0.2, ...o }),
  randomZoom: (o) => layers.randomZoom({ heightFactor: 0.3, widthFactor: [-0.2, 0.4], ...o }),
  randomTranslation: (o) => layers.randomTranslation({ heightFactor: 0.3, widthFactor: 0.2, ...o }),
  randomShear: (o) => layers.randomShear({ xFactor: 0.3, yFactor: 0.2, ...o }),
  randomCrop: (o) => layers.randomCrop({ height: 4, width: 5, ...o }),
  randomContrast: (o) => layers.randomContrast({ factor: 0.5, ...o }),
  randomBrightness: (o) => layers.randomBrightness({ factor: 0.5, ...o }),
  randomHue: (o) => layers.randomHue({ factor: 0.5, ...o }),
  randomSaturation: (o) => layers.randomSaturation({ factor: [0.2, 0.8], ...o }),
  randomGrayscale: (o) => layers.randomGrayscale({ factor: 0.5, ...o }),
  randomInvert: (o) => layers.randomInvert({ factor: [0.5, 0.5], ...o }),
  randomColorJitter: (o) =>
    layers.randomColorJitter({
      brightnessFactor: 0.2,
      contrastFactor: 0.2,
      saturationFactor: 0.9,
      hueFactor: 0.3,
      ...o,
    }),
  randomColorDegeneration: (o) => layers.randomColorDegeneration({ factor: 0.5, ...o }),
  randomSharpness: (o) => layers.randomSharpness({ factor: 1, ...o }),
  randomPosterization: (o) => layers.randomPosterization({ factor: 8, ...o }),
  solarization: (o) => layers.solarization({ additionFactor: 0.3, thresholdFactor: 0.9, ...o }),
  randomGaussianBlur: (o) => layers.randomGaussianBlur({ factor: [0.9, 1], ...o }),
  randomErasing: (o) => layers.randomErasing({ factor: [0.9, 1], ...o }),
  randAugment: (o) => layers.randAugment({ numOps: 3, ...o }),
  randomPerspective: (o) => layers.randomPerspective({ factor: [0.9, 1], scale: 0.5, ...o }),
};

const values = (count: number): Float32Array => Float32Array.from({ length: count }, (_, i) => (i * 97 + 13) % 251);
const batch = (): Tensor => ops.reshape(K.constant(values(6 * 7 * 8 * 3)), [6, 7, 8, 3]);
const trained = (layer: Augmentation, x: Tensor): Float32Array =>
  layer.apply(x, { training: true }).dataSync() as Float32Array;

describe.each(Object.entries(ALL))("%s", (name, make) => {
  test("repeats its draws by its seed, and draws anew at each call", () => {
    const x = batch();
    const first = trained(make({ seed: 5 }), x);
    expect(trained(make({ seed: 5 }), x)).toEqual(first);
    const layer = make();
    const calls = Array.from({ length: 4 }, () => [...trained(layer, x)].join());
    expect(new Set(calls).size).toBeGreaterThan(1);
    expect(first.every(Number.isFinite)).toBe(true);
  });

  test("takes one image, and whole numbers, as float32", () => {
    const x = batch();
    const one = ops.getItem(x, [0]);
    const y = make({ seed: 9 }).apply(one, { training: true });
    expect([...y.dataSync()]).toEqual([...trained(make({ seed: 9 }), ops.expandDims(one, 0))]);
    const bytes = ops.cast(x, "uint8");
    const z = make({ seed: 9 }).apply(bytes, { training: true });
    expect(z.dtype).toBe("float32");
    expect(z.dataSync()).toEqual(trained(make({ seed: 9 }), x));
    expect(make().apply(bytes).dtype).toBe("float32");
  });

  test("does the same to images with channels first", () => {
    // Noise is drawn cell by cell.
    if (name === "randomErasing") return;
    const x = batch();
    const first = ops.transpose(x, { axes: [0, 3, 1, 2] });
    const y = make({ seed: 3, dataFormat: "channels_first" }).apply(first, { training: true });
    const want = make({ seed: 3 }).apply(x, { training: true });
    expect(y.shape).toEqual([want.shape[0], want.shape[3], want.shape[1], want.shape[2]]);
    const [a, b] = [ops.transpose(y, { axes: [0, 2, 3, 1] }).dataSync(), want.dataSync()];
    expect(Math.max(...a.map((v, i) => Math.abs(v - b[i]!)))).toBeLessThan(1e-3);
  });

  test("leaves images alone in inference", () => {
    if (name === "randomCrop") return;
    const x = batch();
    expect(make().apply(x).dataSync()).toEqual(x.dataSync());
    expect(make().apply(x, { training: false }).dataSync()).toEqual(x.dataSync());
  });
});

const COUNT = 20_000;
const draws = (layer: Augmentation, key: string, height = 3, width = 3): number[] => [
  ...layer.getRandomTransformation(ops.zeros([COUNT, height, width, 3]))[key]!.dataSync(),
];

/** Whether numbers look uniform between two bounds. */
function expectUniform(drawn: readonly number[], low: number, high: number): void {
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(low);
  expect(Math.max(...drawn)).toBeLessThanOrEqual(high);
  const tenths = new Array<number>(10).fill(0);
  for (const value of drawn) tenths[Math.min(9, Math.floor(((value - low) / (high - low)) * 10))]! += 1 / drawn.length;
  for (const part of tenths) expect(part).toBeCloseTo(0.1, 1.6);
}

describe("draws", () => {
  test.each<[string, Augmentation, string, number, number]>([
    ["angles in degrees", layers.randomRotation({ factor: [-0.1, 0.25] }), "angle", -36, 90],
    ["zooms", layers.randomZoom({ heightFactor: 0.3 }), "height_zoom", 0.7, 1.3],
    ["contrasts", layers.randomContrast({ factor: 0.4 }), "contrast_factor", 1, 1.4],
    ["two contrasts", layers.randomContrast({ factor: [0.2, 0.4] }), "contrast_factor", 0.8, 1.4],
    ["brightness", layers.randomBrightness({ factor: 0.4, valueRange: [0, 10] }), "rgb_delta", -4, 4],
    ["hues of both signs", layers.randomHue({ factor: 0.8 }), "factor", -0.4, 0.4],
    ["degeneration", layers.randomColorDegeneration({ factor: 0.8 }), "factor", -0.8, 0.8],
    ["sharpness", layers.randomSharpness({ factor: 0.8 }), "factor", 0, 0.8],
    ["thresholds", layers.solarization({ thresholdFactor: 0.8 }), "thresholds", 0, 204],
  ])("%s are uniform", (_name, layer, key, low, high) => expectUniform(draws(layer, key), low, high));

  test("a height's zoom is the width's without a width of its own", () => {
    const drawn = layers.randomZoom({ heightFactor: 0.3 }).getRandomTransformation(ops.zeros([9, 3, 3, 1]));
    expect(drawn.width_zoom!.dataSync()).toEqual(drawn.height_zoom!.dataSync());
  });

  test("shifts are parts of height and width", () => {
    const layer = layers.randomTranslation({ heightFactor: 0.5, widthFactor: [0.1, 0.2] });
    const drawn = draws(layer, "translations", 20, 10);
    expectUniform(
      drawn.filter((_, i) => i % 2 === 0),
      1,
      2,
    );
    expectUniform(
      drawn.filter((_, i) => i % 2 === 1),
      -10,
      10,
    );
  });

  test("about half of the images are turned over, horizontally and vertically at once", () => {
    const x = ops.broadcastTo(ops.reshape(ops.arange(6), [1, 2, 3, 1]), [COUNT, 2, 3, 1]);
    const ways = { horizontal: "2,1,0,5,4,3", vertical: "3,4,5,0,1,2", horizontal_and_vertical: "5,4,3,2,1,0" };
    for (const [mode, turned] of Object.entries(ways)) {
      const y = trained(layers.randomFlip({ mode }), x);
      const found = Array.from({ length: COUNT }, (_, i) => y.slice(6 * i, 6 * i + 6).join());
      expect(new Set(found)).toEqual(new Set(["0,1,2,3,4,5", turned]));
      expect(found.filter((image) => image === turned).length / COUNT).toBeCloseTo(0.5, 1.6);
    }
  });

  test("parts of a batch are chosen with the probability that was given", () => {
    const share = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
    expect(share(draws(layers.randomGrayscale({ factor: 0.3 }), "should_apply"))).toBeCloseTo(0.3, 1.6);
    expect(share(draws(layers.randomInvert({ factor: [0.3, 0.3] }), "apply_inversion"))).toBeCloseTo(0.3, 1.6);
    // A probability that is drawn itself from 0 to 1.
    expect(share(draws(layers.randomInvert(), "apply_inversion"))).toBeCloseTo(0.5, 1.6);
  });

  test("bits that are kept lie below the upper bound", () => {
    const shifts = draws(layers.randomPosterization({ factor: [2, 6] }), "shift_factor");
    expect([...new Set(shifts)].sort()).toEqual([3, 4, 5, 6]);
    for (const bits of [3, 4, 5, 6]) expect(shifts.filter((s) => s === bits).length / COUNT).toBeCloseTo(0.25, 1.6);
  });

  test("shears slant both ways by the same sign", () => {
    const drawn = draws(layers.randomShear({ xFactor: [0.2, 0.3], yFactor: [0.5, 0.6] }), "shear_factor");
    for (let i = 0; i < 200; i += 2) expect(Math.sign(drawn[i]!)).toBe(Math.sign(drawn[i + 1]!));
    expectUniform(drawn.filter((_, i) => i % 2 === 0).map(Math.abs), 0.2, 0.3);
    expect(drawn.filter((v) => v > 0).length / drawn.length).toBeCloseTo(0.5, 1.6);
  });

  test("crops begin anywhere, at one place for the whole batch", () => {
    const x = ops.broadcastTo(ops.reshape(ops.arange(30), [1, 5, 6, 1]), [2, 5, 6, 1]);
    const layer = layers.randomCrop({ height: 3, width: 5 });
    const corners = new Map<number, number>();
    for (let call = 0; call < 120; call++) {
      const y = [...trained(layer, x)];
      const corner = y[0]!;
      const want = [0, 1, 2].flatMap((i) => [0, 1, 2, 3, 4].map((j) => corner + 6 * i + j));
      expect(y).toEqual([...want, ...want]);
      corners.set(corner, (corners.get(corner) ?? 0) + 1);
    }
    expect([...corners.keys()].sort((a, b) => a - b)).toEqual([0, 1, 6, 7, 12, 13]);
  });

  test("rectangles of the given size are covered, wherever they are", () => {
    const size = [64, 8, 10, 3];
    const layer = layers.randomErasing({ factor: [1, 1], scale: [0.25, 0.25], fillValue: [1, 2, 300] });
    const y = layer.apply(ops.zeros(size), { training: true }).arraySync() as number[][][][];
    const places = new Set<string>();
    for (const image of y) {
      const cells = image.flatMap((row, i) => row.flatMap((cell, j) => (cell[0] === 0 ? [] : [[i, j, ...cell]])));
      // Half of each side; where it lies between cells the whole cells inside.
      expect(cells).toHaveLength(4 * 5);
      for (const cell of cells) expect(cell.slice(2)).toEqual([1, 2, 255]);
      places.add(cells[0]!.slice(0, 2).join());
    }
    expect(places.size).toBeGreaterThan(8);
    const noise = trained(layers.randomErasing({ factor: [1, 1], scale: [1, 1] }), ops.ones([40, 8, 8, 3]));
    expect(noise.filter((v) => v === 0).length / noise.length).toBeCloseTo(0.5, 1.2);
    expect(Math.max(...noise)).toBe(255);
  });

  test("corners of a perspective move by half a side at most", () => {
    const layer = layers.randomPerspective({ scale: 0.5 });
    const { start_points, end_points } = layer.getRandomTransformation(ops.zeros([COUNT, 11, 21, 1]));
    const moves = ops.subtract(end_points!, start_points!).dataSync();
    const of = (corner: number, axis: number): number[] => [...moves].filter((_, i) => i % 8 === 2 * corner + axis);
    expect(Math.max(...of(0, 0), ...of(0, 1))).toBe(0);
    expectUniform(of(3, 0), -5, 5);
    expectUniform(of(3, 1), -2.5, 2.5);
  });
});

describe("in a model", () => {
  const images = (): Tensor => ops.divide(ops.reshape(K.constant(values(20 * 8 * 8 * 3)), [20, 8, 8, 3]), 251);
  const labels = Int32Array.from({ length: 20 }, (_, i) => i % 3);
  const net = (): Sequential => {
    const model = new Sequential([
      input({ shape: [8, 8, 3] }),
      layers.randomFlip({ mode: "horizontal" }),
      layers.randomRotation({ factor: 0.1 }),
      layers.randomZoom({ heightFactor: 0.2 }),
      layers.randomContrast({ factor: 0.3, valueRange: [0, 1] }),
      layers.conv2d({ filters: 4, kernelSize: 3, activation: "relu" }),
      layers.globalAveragePooling2d(),
      layers.dense({ units: 3, activation: "softmax" }),
    ]);
    model.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy" });
    return model;
  };

  test("training goes on with finite losses; predictions do not depend on chance", async () => {
    const model = net();
    const { history } = await model.fit(images(), labels, { epochs: 8, batchSize: 5, verbose: 0 });
    expect(history.loss!.every(Number.isFinite)).toBe(true);
    expect(history.loss!.at(-1)).toBeLessThan(history.loss![0]!);
    const twice = [await model.predict(images()), await model.predict(images())];
    expect(twice[0]!.dataSync()).toEqual(twice[1]!.dataSync());
  });

  test("a training that is resumed draws what it would have drawn", async () => {
    const run = async (model: Model, epochs: number): Promise<void> => {
      await model.fit(images(), labels, { epochs, batchSize: 5, shuffle: false, verbose: 0 });
    };
    const start = async (): Promise<Sequential> => {
      K.clearSession();
      utils.setRandomSeed(4);
      return net();
    };
    const whole = await start();
    await run(whole, 4);
    const half = await start();
    await run(half, 2);
    const bytes = await half.save();
    K.clearSession();
    utils.setRandomSeed(4);
    const resumed = await loadModel(bytes);
    await run(resumed, 2);
    const bits = (model: Model): number[][] => model.getWeights().map((w) => [...w.dataSync()]);
    expect(bits(resumed)).toEqual(bits(whole));
    expect(bits(half)).not.toEqual(bits(whole));
  });

  test("layers before them are trained through them", async () => {
    const x = input({ shape: [8, 8, 3] });
    const inner = layers.conv2d({ filters: 3, kernelSize: 3, padding: "same" });
    const turned = layers.randomRotation({ factor: 0.1 }).apply(inner.apply(x));
    const y = layers.flatten().apply(layers.randomCrop({ height: 4, width: 4 }).apply(turned));
    const model = new Model({ inputs: x, outputs: layers.dense({ units: 1 }).apply(y) });
    model.compile({ optimizer: "sgd", loss: "mse" });
    const before = inner.getWeights()[0]!.dataSync();
    await model.fit(images(), Float32Array.from(labels), { epochs: 1, verbose: 0 });
    const after = inner.getWeights()[0]!.dataSync();
    expect(after).not.toEqual(before);
    expect([...after].every(Number.isFinite)).toBe(true);
  });

  test("files of older Kerases", async () => {
    const { RandomRotation, RandomContrast, RandomShear } = layers;
    const old = { name: "turn", factor: 0.1, fill_mode: "reflect", interpolation: "bilinear", seed: null };
    const rotation = RandomRotation.fromConfig({ ...old, value_range: [0, 255], fill_value: 0 });
    expect(rotation.factor).toEqual([-0.1, 0.1]);
    expect(new RandomContrast({ factor: 0.2 }).valueRange).toEqual([0, 255]);
    // What Keras writes for xFactor 0.2, and does not read itself.
    expect(new RandomShear({ xFactor: [-0.2, 0.2] }).xFactor).toEqual([-0.2, 0.2]);
  });
});

test.each<[() => unknown, RegExp]>([
  [() => layers.randomFlip({ mode: "diagonal" }), /random_flip: the mode is unknown. Expected "horizontal"/],
  [() => layers.randomRotation({ factor: 1.5 }), /factor does not fit. Expected a number in \[-1, 1\], or two/],
  [() => layers.randomRotation({ factor: 0.1, fillMode: "mirror" }), /the fillMode is unknown/],
  [() => layers.randomRotation({ factor: 0.1, interpolation: "bicubic" }), /the interpolation is unknown/],
  [() => layers.randomZoom({ heightFactor: -1 }), /heightFactor does not fit. Expected a number in \(-1, 1\], or two/],
  [() => layers.randomTranslation({ heightFactor: [0, 2], widthFactor: 0 }), /heightFactor does not fit/],
  [() => layers.randomShear({ xFactor: -0.1 }), /xFactor does not fit. Expected a number in \[0, 1\]/],
  [() => layers.randomContrast({ factor: [1, 2, 3] }), /factor does not fit/],
  [() => layers.randomContrast({ factor: 0.1, valueRange: [0] }), /valueRange does not fit. Expected two numbers/],
  [() => layers.randomGrayscale({ factor: 2 }), /the factor is out of range/],
  [() => layers.randomPosterization({ factor: 9 }), /Expected a number in \[1, 8\], or two/],
  [() => layers.solarization({ additionFactor: -0.5 }), /additionFactor does not fit/],
  [() => layers.randomGaussianBlur({ kernelSize: 4 }), /kernelSize is even/],
  [() => layers.randomErasing({ fillValue: [1, 2] }), /fillValue does not fit. Expected a number, or three/],
  [() => layers.randomPerspective({ scale: 2 }), /the scale is out of range/],
  [() => layers.randomCrop({ height: 0, width: 2 }), /height is no positive whole number/],
  [() => layers.equalization({ bins: 0.5 }), /bins is no positive whole number/],
  [() => layers.randomFlip().apply(ops.ones([2, 3])), /input has 2 axes but the layer needs 3 or 4/],
  [() => layers.randomHue({ factor: 0.1 }).apply(ops.ones([2, 3, 4]), { training: true }), /wrong number of channels/],
])("refuses mistakes: %s", (call, message) => expect(call).toThrow(message));
