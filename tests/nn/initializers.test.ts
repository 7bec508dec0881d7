/** Initializers by their values and statistics, and the orthogonal regularizer, against Keras. */
import { initializers, K, regularizers } from "keratin";
import { describe, expect, test } from "vitest";

/** Mean, standard deviation and largest size of many values. */
function statistics(initializer: { apply(shape: number[]): { dataSync(): ArrayLike<number> } }, shape: number[]) {
  const values = Array.from(initializer.apply(shape).dataSync());
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const spread = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
  return { mean, spread, most: Math.max(...values.map(Math.abs)) };
}

describe("VarianceScaling", () => {
  test.each([
    ["fan_in", "truncated_normal", 100],
    ["fan_out", "untruncated_normal", 400],
    ["fan_avg", "uniform", 250],
    ["fan_in", "normal", 100],
  ])("%s, %s", (mode, distribution, fan) => {
    const made = initializers.varianceScaling({ scale: 2, mode, distribution, seed: 3 });
    const { mean, spread, most } = statistics(made, [100, 400]);
    const want = Math.sqrt(2 / fan);
    expect(Math.abs(mean)).toBeLessThan(0.03 * want);
    expect(Math.abs(spread / want - 1)).toBeLessThan(0.02);
    if (distribution === "uniform") expect(most).toBeLessThanOrEqual(want * Math.sqrt(3) * 1.0001);
    else if (distribution !== "untruncated_normal") expect(most).toBeLessThanOrEqual((2.0001 * want) / 0.8796);
    else expect(most).toBeGreaterThan(3 * want);
    expect(made.apply([5, 4]).dataSync()).toEqual(made.apply([5, 4]).dataSync());
  });

  test("counts windows of convolutions on both sides, and is written as Keras writes it", () => {
    const made = initializers.varianceScaling({ mode: "fan_out", distribution: "uniform", seed: 1 });
    const { most } = statistics(made, [3, 3, 20, 50]);
    expect(most).toBeLessThanOrEqual(Math.sqrt(3 / 450) * 1.0001);
    expect(most).toBeGreaterThan(Math.sqrt(3 / 450) * 0.99);
    expect(Object.entries(initializers.varianceScaling().getConfig())).toEqual(
      Object.entries({
        seed: null,
        scale: 1,
        mode: "fan_in",
        distribution: "truncated_normal",
        input_axes: null,
        output_axes: null,
      }),
    );
    expect(() => initializers.varianceScaling({ mode: "fan" })).toThrow(
      /the mode is unknown.*fan_in, fan_out, fan_avg/,
    );
    expect(() => initializers.varianceScaling({ scale: 0 })).toThrow(/scale is not positive/);
  });
});

const R = Math.SQRT1_2;

describe("STFT", () => {
  test.each([
    [{}, [0, 0, 0, R, 0, -R, R, -R, R, 0, 0, 0]],
    [
      { side: "imag", window: "hamming", scaling: "spectrum", periodic: true },
      [0, 0, 0, 0, -0.25, 0, 0, 0, 0, 0, 0.25, 0],
    ],
    [{ window: null }, [1, 1, 1, 1, 0, -1, 1, -1, 1, 1, 0, -1]],
    [{ window: [1, 2, 3, 4], scaling: null }, [1, 1, 1, 2, 0, -2, 3, -3, 3, 4, 0, -4]],
    [{ window: "blackman", scaling: null }, [0, 0, 0, 0.63, 0, -0.63, 0.63, -0.63, 0.63, 0, 0, 0]],
  ])("%j", (options, want) => {
    const got = initializers.stft(options).apply([4, 1, 3]).dataSync();
    want.forEach((value, i) => {
      expect(got[i]).toBeCloseTo(value, 5);
    });
  });

  test("says what is wrong", () => {
    expect(() => initializers.stft({ window: "kaiser" })).toThrow(/the window is unknown\. Expected one of hann/);
    expect(() => initializers.stft({ window: [1] }).apply([4, 1, 3])).toThrow(/the window has another length/);
    expect(() => initializers.stft().apply([4, 3])).toThrow(/makes kernels \[frame, 1, frequencies\] only/);
  });
});

test("Identity fills the diagonal of any matrix, and nothing else", () => {
  expect(K.eval(initializers.identity({ gain: 3 }).apply([2, 3]))).toEqual([
    [3, 0, 0],
    [0, 3, 0],
  ]);
  expect(() => initializers.identity().apply([2])).toThrow(/Identity: makes matrices only/);
});

test("the orthogonal regularizer gives Keras's numbers", () => {
  const x = K.constant([
    [1, 2, -1, 0.5],
    [0.5, -1, 2, 1],
    [3, 0, 1, -2],
  ]);
  expect(K.eval(regularizers.orthogonalRegularizer({ factor: 0.5 }).apply(x))).toBeCloseTo(0.12454354, 6);
  expect(K.eval(regularizers.orthogonalRegularizer({ factor: 0.5, mode: "columns" }).apply(x))).toBeCloseTo(
    0.17442143,
    6,
  );
  expect(regularizers.orthogonalRegularizer().getConfig()).toEqual({ factor: 0.009999999776482582, mode: "rows" });
  expect(() => regularizers.orthogonalRegularizer({ mode: "all" })).toThrow(/the mode is unknown/);
  expect(() => regularizers.orthogonalRegularizer().apply(K.constant([1]))).toThrow(/the weight is no matrix/);
});
