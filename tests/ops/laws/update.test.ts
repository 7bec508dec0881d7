/** Laws of the kind "update": optimizer kernels against their formulas in float64 over several steps. */
import { describe, expect, test } from "vitest";
import { tensor } from "../../../ts/backend/evaluate";
import { makeFunction, placeholder } from "../../../ts/backend/function";
import { symbolicCall } from "../../../ts/core/symbolic";
import type { Tensor } from "../../../ts/core/tensor";
import { Variable } from "../../../ts/core/variable";
import * as ops from "../../../ts/ops/gen/table";
import { expectClose, LENGTHS, Numbers } from "./support";

/** An optimizer: how it updates variables, and one element in float64. */
interface Optimizer {
  slots: number;
  apply(variables: Variable[], g: Tensor, rate: Tensor): void;
  step(state: number[], g: number, rate: number): void;
}

const OPTIMIZERS: Record<string, Optimizer> = {
  sgd: {
    slots: 0,
    apply: ([w], g, rate) => ops.sgd(w!, g, rate),
    step(s, g, rate) {
      s[0]! -= rate * g;
    },
  },
  ...Object.fromEntries(
    [false, true].map((nesterov): [string, Optimizer] => [
      nesterov ? "sgd with Nesterov momentum" : "sgd with momentum",
      {
        slots: 1,
        apply: ([w, v], g, rate) => ops.sgdMomentum(w!, v!, g, rate, 0.9, nesterov),
        step(s, g, rate) {
          s[1] = 0.9 * s[1]! - rate * g;
          s[0]! += nesterov ? 0.9 * s[1]! - rate * g : s[1]!;
        },
      },
    ]),
  ),
  adam: {
    slots: 2,
    apply: ([w, m, v], g, rate) => ops.adam(w!, m!, v!, g, rate, { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 }),
    step(s, g, rate) {
      s[1]! += (g - s[1]!) * (1 - 0.9);
      s[2]! += (g * g - s[2]!) * (1 - 0.999);
      s[0]! -= (rate * s[1]!) / (Math.sqrt(s[2]!) + 1e-7);
    },
  },
  rmsprop: {
    slots: 1,
    apply: ([w, v], g, rate) => ops.rmsprop(w!, v!, g, rate, { rho: 0.9, epsilon: 1e-7 }),
    step(s, g, rate) {
      s[1] = 0.9 * s[1]! + (1 - 0.9) * g * g;
      s[0]! -= (rate * g) / Math.sqrt(s[1]! + 1e-7);
    },
  },
};

/** A function that applies an update to what it is given, as a program. */
function program(length: number, body: (g: Tensor, rate: Tensor) => void): (g: Float32Array, rate: number) => void {
  const [g, rate] = [placeholder({ shape: [length] }), placeholder({ shape: [] })];
  const operation = {
    name: "step",
    replay([a, b]: readonly unknown[]) {
      body(a as Tensor, b as Tensor);
      return b as Tensor;
    },
  };
  const done = symbolicCall(operation, [g, rate]) as Tensor;
  const run = makeFunction([g, rate], [done]);
  return (values, r) => run([values, r]);
}

describe.each(Object.entries(OPTIMIZERS))("%s", (_name, { slots, apply, step }) => {
  test("follows its formula over five steps, at every length, and touches nothing behind", () => {
    const numbers = new Numbers(70);
    for (const length of LENGTHS) {
      const first = numbers.floats(length);
      const variables = [first, ...Array.from({ length: slots }, () => new Float32Array(length))].map(
        (values) => new Variable(tensor(values)),
      );
      const beside = new Variable(tensor([5, 5, 5, 5]));
      const states = Array.from(first, (w) => [w, ...Array(slots).fill(0)]);
      const run = program(length, (g, rate) => apply(variables, g, rate));
      for (let i = 0; i < 5; i++) {
        const g = numbers.floats(length);
        run(g, 0.01);
        states.forEach((state, at) => {
          step(state, g[at]!, 0.01);
        });
      }
      variables.forEach((variable, slot) => {
        expectClose(
          variable.read(),
          states.map((state) => state[slot]!),
          2e-6,
          `length ${length}, variable ${slot}`,
        );
      });
      expect([...beside.read()]).toEqual([5, 5, 5, 5]);
    }
  });

  test("moves nothing when the gradient is zero and there is no momentum", () => {
    const variables = Array.from(
      { length: slots + 1 },
      (_, i) => new Variable(tensor(new Float32Array(9).fill(i === 0 ? 3 : 0))),
    );
    program(9, (g, rate) => apply(variables, g, rate))(new Float32Array(9), 0.5);
    expect([...variables[0]!.read()]).toEqual(Array(9).fill(3));
  });

  test("lets a NaN gradient show", () => {
    const variables = Array.from({ length: slots + 1 }, () => new Variable(tensor(new Float32Array(3))));
    program(3, (g, rate) => apply(variables, g, rate))(Float32Array.of(1, Number.NaN, 1), 0.5);
    expect([...variables[0]!.read()].map(Number.isNaN)).toEqual([false, true, false]);
  });
});
