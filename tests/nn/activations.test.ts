/** Activations as in Keras, with their gradients, at edges and ties too. */
import { activations, K, ops, type Tensor, tensor } from "keratin";
import { describe, expect, test } from "vitest";
import { camelKey, optionsFrom } from "../../ts/nn/core/serialize";
import { ALL } from "../../ts/nn/gen/activations";
import { distance, type GoldenArray, tensorOf, valuesOf } from "../support/golden";
import { casesOf, titled } from "./support";

interface ActivationCase {
  options: Record<string, number | boolean>;
  x: GoldenArray;
  y: GoldenArray;
  cotangent: GoldenArray;
  gradient: GoldenArray;
}

const cases = casesOf<ActivationCase>("activations");
type Activation = (x: Tensor, ...options: unknown[]) => Tensor;

test("every one has a fixture", () => {
  const covered = new Set(cases.map((one) => one.class_name));
  if (!process.env.KERATIN_NN) expect([...covered].sort()).toEqual(ALL.map(({ name }) => name).sort());
});

/** The largest distance of parts of an array: relative to 1 or the element itself. */
function apart(got: ArrayLike<number>, want: ArrayLike<number>): number {
  return Math.max(
    ...Array.from(want, (w, i) =>
      got[i] === w
        ? 0
        : distance([got[i]! / Math.max(1, Math.abs(w))], [w / Math.max(1, Math.abs(w))]) *
          Math.min(1, Math.max(1e-3, Math.abs(w))),
    ),
  );
}

describe("values and gradients are Keras's", () => {
  test.each(titled(cases))("%s", (_title, one) => {
    const f = (activations as unknown as Record<string, Activation>)[camelKey(one.class_name)]!;
    const { threshold, default_value } = one.options;
    const call = (x: Tensor): Tensor =>
      one.class_name === "threshold" ? f(x, threshold, default_value) : f(x, optionsFrom(one.options));
    const x = K.variable(tensorOf(one.x));
    const y = call(x.value);
    expect(y.shape).toEqual(one.y.shape);
    expect(apart(y.dataSync(), valuesOf(one.y))).toBeLessThan(2e-6);
    const g = K.gradients(ops.sum(ops.multiply(y, tensorOf(one.cotangent))), [x])[0]!;
    expect(apart(g.dataSync(), valuesOf(one.gradient))).toBeLessThan(4e-6);
  });
});

test("NaN stays, and large values give no NaN", () => {
  for (const { name, fn } of ALL) {
    if (["glu", "threshold", "sparsemax", "softmax", "log_softmax"].includes(name)) continue;
    // What a comparison with NaN gives is Keras's answer here.
    const nan = fn(tensor([Number.NaN, 1])).dataSync();
    if (!["hard_shrink", "soft_shrink"].includes(name)) expect(nan[0], name).toBeNaN();
    expect(nan[1], name).not.toBeNaN();
    const x = K.variable([80, -80, 1e4, -1e4]);
    const y = fn(x.value);
    expect([...y.dataSync()].some(Number.isNaN), name).toBe(false);
    if (name !== "exponential") {
      expect([...K.gradients(ops.sum(y), [x])[0]!.dataSync()].some(Number.isNaN), name).toBe(false);
    }
  }
});

test("what cannot be is named", () => {
  expect(() => ops.glu([1, 2, 3])).toThrow(/glu: the axis cannot be halved\. Expected an even size on axis -1.*\[3\]/);
  expect(() => activations.get("threshold").fn(tensor([1]))).toThrow(
    /threshold: needs a threshold and a default value/,
  );
  expect(() => ops.celu([1], { beta: 1 } as never)).toThrow(/celu.*beta.*alpha/);
});
