/** Laws of the kind "map", for every op of it. */
import { describe, expect, test } from "vitest";
import { tensor } from "../../../ts/backend/evaluate";
import { transpose } from "../../../ts/ops/transpose";
import { checkGradients, expectNear, LENGTHS, MAPS, Numbers, near } from "./support";

const SPECIAL = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 3.4e38, -3.4e38, 1e-40, -1e-40];

describe.each(MAPS)("%s", (_name, fn) => {
  const { spec } = fn;
  const samples = spec.on === "bool" ? [0, 1] : spec.samples;
  const [low, high] = [Math.min(...samples), Math.max(...samples)];
  const ulps = spec.ulps ?? 0.5;
  const numbers = new Numbers(1);
  const draw = (): number =>
    spec.on === "bool"
      ? numbers.int(0, 1)
      : numbers.next() < 0.3
        ? numbers.pick(samples)
        : low + numbers.next() * (high - low);
  const values = (length: number): Float32Array => Float32Array.from({ length }, draw);
  const exact = (x: ArrayLike<number>): number[] => Array.from(x, spec.reference);

  test("follows the float64 reference at every length", () => {
    for (const length of LENGTHS) {
      const x = values(length);
      const kept = x.slice();
      const input = tensor(x);
      const y = fn(input).dataSync();
      expectNear(y, exact(x), ulps, `length ${length}`);
      expect(input.dataSync(), "the input is unchanged").toEqual(kept);
    }
  });

  test("takes a transposed operand, a scalar and a high rank", () => {
    const x = values(35);
    const y = fn(transpose(tensor(x, [5, 7]))).dataSync();
    expectNear(y, exact(Array.from({ length: 35 }, (_, i) => x[(i % 5) * 7 + Math.floor(i / 5)]!)), ulps);
    expect(fn(tensor(x, [1, 5, 1, 7, 1])).shape).toEqual([1, 5, 1, 7, 1]);
    expectNear(fn(tensor(x.slice(0, 1), [])).dataSync(), exact([x[0]!]), ulps);
  });

  test.runIf(spec.on !== "bool")("keeps NaN, infinities and zeros as the reference has them", () => {
    const y = fn(tensor(Float32Array.from(SPECIAL))).dataSync();
    SPECIAL.forEach((x, i) => {
      const wanted = spec.reference(Math.fround(x));
      const inside = Number.isFinite(x) && Math.abs(x) > 1;
      if (!near(y[i]!, wanted, inside ? Math.max(ulps, 1) : ulps)) expect.fail(`f(${x}) = ${y[i]}, not ${wanted}`);
    });
  });

  test.runIf(spec.on === "number")("computes whole numbers as whole numbers", () => {
    for (const length of [1, 5, 513]) {
      const x = Int32Array.from({ length }, () => numbers.int(-40000, 40000));
      const y = fn(tensor(x));
      expect(y.dtype).toBe("int32");
      expect([...y.dataSync()]).toEqual(exact(x).map((v) => v | 0));
    }
    expect([...fn(tensor(Uint8Array.from([0, 3, 200]))).dataSync()]).toEqual(exact([0, 3, 200]).map((v) => v | 0));
  });

  test.runIf(spec.on === "float" && !spec.integers)("takes whole numbers and truth values as floats", () => {
    const y = fn(tensor(Int32Array.from([1, 2, 1])));
    expect(y.dtype).toBe("float32");
    expectNear(y.dataSync(), exact([1, 2, 1]), ulps);
    expectNear(fn(tensor([true, true])).dataSync(), exact([1, 1]), ulps);
  });

  test.runIf(spec.gradient)("has the gradients of its reference, and their gradients", () => {
    const kinks = spec.kinks ?? [];
    const clear = (x: number): boolean => kinks.every((kink) => Math.abs(x - kink) > 0.05);
    // Each sample a little beside itself, small enough for differences.
    const x = Float32Array.from(samples.filter((s) => clear(s) && Math.abs(s) < 50 && (Math.abs(s) > 1e-2 || s === 0)));
    for (const value of x) {
      // One element at a time, by a step that fits its size: near a pole derivatives grow.
      const h = 1e-3 * Math.min(1, Math.max(Math.abs(value), 1e-1));
      checkGradients(
        numbers,
        (t) => fn(t),
        (a) => exact(a),
        [{ shape: [1], values: Float32Array.of(value) }],
        { h, second: Math.abs(value) > 0.1 || value === 0 },
      );
    }
  });

  test.runIf(!spec.gradient)("is constant between its kinks where it has no gradient", () => {
    for (const s of samples) {
      if ((spec.kinks ?? []).some((kink) => Math.abs(kink - s) < 1e-3) || spec.on === "bool") continue;
      expect(spec.reference(s + 1e-5)).toBe(spec.reference(s - 1e-5));
    }
  });
});
