/** What layers draw in training: distributions, masks and scaling, since Keras's own streams differ between its backends. */
import { K, layers, ops, type Tensor, utils } from "keratin";
import { beforeEach, describe, expect, test } from "vitest";

beforeEach(() => {
  K.clearSession();
  utils.setRandomSeed(11);
});

const COUNT = 40_000;
const ones = (): Tensor => ops.ones([COUNT / 100, 100]);
const drawn = (layer: { apply(x: Tensor, options: { training: boolean }): Tensor }, x = ones()): number[] => [
  ...layer.apply(x, { training: true }).dataSync(),
];
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const deviation = (values: readonly number[]): number => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((v) => (v - middle) ** 2)));
};

describe("noise", () => {
  test("GaussianNoise adds a normal value of mean 0", () => {
    const noise = drawn(layers.gaussianNoise({ stddev: 0.5 })).map((v) => v - 1);
    expect(Math.abs(mean(noise))).toBeLessThan(0.01);
    expect(deviation(noise)).toBeCloseTo(0.5, 1);
    // Normal: 68.3 % within one deviation, 95.4 % within two.
    const within = (k: number): number => noise.filter((v) => Math.abs(v) < 0.5 * k).length / COUNT;
    expect(within(1)).toBeCloseTo(0.683, 1);
    expect(within(2)).toBeCloseTo(0.954, 1);
  });

  test("GaussianDropout multiplies by a normal value of mean 1 and variance rate / (1 - rate)", () => {
    const values = drawn(layers.gaussianDropout({ rate: 0.2 }));
    expect(mean(values)).toBeCloseTo(1, 1);
    expect(deviation(values)).toBeCloseTo(Math.sqrt(0.2 / 0.8), 1);
    expect(drawn(layers.gaussianDropout({ rate: 0.2 }), ops.zeros([4, 4]))).toEqual(new Array(16).fill(0));
  });

  test("AlphaDropout drops to one value, and keeps mean and variance of normal inputs", () => {
    const rate = 0.3;
    const values = drawn(layers.alphaDropout({ rate }));
    const different = [...new Set(values.map((v) => v.toFixed(5)))];
    expect(different).toHaveLength(2);
    const low = Math.min(...values);
    expect(values.filter((v) => v === low).length / COUNT).toBeCloseTo(rate, 1);
    const normal = layers.gaussianNoise({ stddev: 1 }).apply(ops.zeros([COUNT / 100, 100]), { training: true });
    const kept = drawn(layers.alphaDropout({ rate }), normal);
    expect(Math.abs(mean(kept))).toBeLessThan(0.05);
    expect(deviation(kept)).toBeCloseTo(1, 1);
    const shared = layers.alphaDropout({ rate, noiseShape: [null, 1] }).apply(ops.ones([50, 8]), { training: true });
    for (const row of shared.arraySync() as number[][]) expect(new Set(row).size).toBe(1);
  });

  test.each([
    ["spatialDropout1d", {}, [64, 5, 32], [0, 2]],
    ["spatialDropout2d", {}, [64, 3, 4, 32], [0, 3]],
    ["spatialDropout2d", { dataFormat: "channels_first" }, [64, 32, 3, 4], [0, 1]],
    ["spatialDropout3d", {}, [64, 2, 3, 2, 32], [0, 4]],
    ["spatialDropout3d", { dataFormat: "channels_first" }, [64, 32, 2, 3, 2], [0, 1]],
  ] as const)("%s %o drops whole maps and divides the others by 1 - rate", (name, options, shape, maps) => {
    const layer = layers[name]({ rate: 0.25, ...options });
    const y = layer.apply(ops.ones(shape), { training: true });
    const others = shape.flatMap((_, i) => ((maps as readonly number[]).includes(i) ? [] : [i]));
    const [least, most] = [ops.min(y, { axis: others }), ops.max(y, { axis: others })];
    expect([...least.dataSync()]).toEqual([...most.dataSync()]);
    const values = [...most.dataSync()];
    for (const v of values) if (v !== 0) expect(v).toBeCloseTo(1 / 0.75, 6);
    expect(values.filter((v) => v === 0).length / values.length).toBeCloseTo(0.25, 1);
  });

  test("a seed repeats the draws, two calls differ, and inference leaves the input alone", () => {
    const first = drawn(layers.gaussianNoise({ stddev: 1, seed: 5 }));
    expect(drawn(layers.gaussianNoise({ stddev: 1, seed: 5 }))).toEqual(first);
    const free = layers.gaussianNoise({ stddev: 1 });
    expect(drawn(free)).not.toEqual(drawn(free));
    expect([...free.apply(ops.ones([3])).dataSync()]).toEqual([1, 1, 1]);
  });

  test("rates out of range are refused", () => {
    expect(() => layers.gaussianDropout({ rate: 1.5 })).toThrow("the rate is out of range");
    expect(() => layers.gaussianNoise({ stddev: -1 })).toThrow("the stddev is out of range");
  });
});
