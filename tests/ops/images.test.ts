/** `ops.image` against real Keras: results, and gradients by images and transforms. */
import { describe, expect, test } from "vitest";
import { gradients } from "../../ts/backend/gradients";
import type { Tensor } from "../../ts/core/tensor";
import { Variable } from "../../ts/core/variable";
import { camelKey } from "../../ts/nn/core/serialize";
import * as ops from "../../ts/ops/gen/public";
import { distance, type GoldenArray, readGolden, tensorOf, valuesOf } from "../support/golden";

interface ImageCase {
  op: string;
  options: Record<string, unknown>;
  inputs: GoldenArray[];
  output: GoldenArray;
  cotangent?: GoldenArray;
  gradients?: GoldenArray[];
}

const { cases } = readGolden<{ cases: ImageCase[] }>("tests/golden/images.json.gz");
const functions = ops.image as unknown as Record<string, (...args: unknown[]) => Tensor>;
const name = ({ op, options, inputs }: ImageCase): string =>
  `${op} ${JSON.stringify(options)} of ${inputs[0]!.dtype} [${inputs[0]!.shape}]`;

/** A gradient by a point divides by small numbers: JAX solves for the map in float32 as well. */
const tolerance = (op: string): number => (op === "perspective_transform" ? 1e-4 : 2e-6);

/** On JAX the last two numbers of a transform do something else than Keras says: they shift rows and columns by channel. */
function shown({ op }: ImageCase, input: number, values: ArrayLike<number>): number[] {
  return Array.from(values).filter((_, i) => !(op === "affine_transform" && input === 1 && i % 8 >= 6));
}

describe.each(cases.map((golden) => [name(golden), golden] as const))("%s", (_name, golden) => {
  const call = functions[camelKey(golden.op)]!;
  const options = Object.fromEntries(Object.entries(golden.options).map(([key, value]) => [camelKey(key), value]));

  test("gives what Keras gives", () => {
    const y = call(...golden.inputs.map(tensorOf), options);
    expect(y.shape).toEqual(golden.output.shape);
    expect(y.dtype).toBe(golden.output.dtype);
    expect(distance(y.dataSync(), valuesOf(golden.output))).toBeLessThan(tolerance(golden.op));
  });

  test.runIf(golden.cotangent)("has Keras's gradients", () => {
    const inputs = golden.inputs.map((input) => new Variable(tensorOf(input)).value);
    const y = call(...inputs, options);
    const found = gradients(ops.sum(ops.multiply(y, tensorOf(golden.cotangent!))), inputs);
    golden.gradients!.forEach((want, i) => {
      const got = found[i]?.dataSync() ?? new Float32Array(valuesOf(want).length);
      const [a, b] = [got, valuesOf(want)].map((list) => shown(golden, i, list));
      expect(distance(a!, b!), `of input ${i}`).toBeLessThan(10 * tolerance(golden.op));
    });
  });
});
