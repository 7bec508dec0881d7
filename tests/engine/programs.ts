/** What the tests of the engine share: a program with every kind of instruction, and ways to run it. */
import { scalar, tensorFrom } from "../../ts/core/convert";
import type { Schedule } from "../../ts/core/device";
import { Tensor } from "../../ts/core/tensor";
import { Trace, withTrace } from "../../ts/core/trace";
import { Variable } from "../../ts/core/variable";
import { differentiate } from "../../ts/graph/differentiate";
import type { Graph } from "../../ts/graph/graph";
import { optimize, type PassName } from "../../ts/graph/optimize";
import { schedule } from "../../ts/graph/schedule";
import * as ops from "../../ts/ops/gen/table";
import { Numbers } from "../ops/laws/support";

export const values = (numbers: Numbers, shape: readonly number[]): Tensor =>
  tensorFrom("test", numbers.floats(shape.reduce((a, b) => a * b, 1)), shape);

export const input = (dims: readonly number[], dtype: "float32" | "int32" = "float32"): Tensor =>
  new Tensor(dims, dtype, { kind: "input", name: "x" });

/** A training step of a small network: convolution, pool, matmul, softmax, take, random numbers, updates. */
export interface Training {
  schedule: Schedule;
  variables: Variable[];
  inputs: Tensor[];
  images: Float32Array;
  labels: Int32Array;
}

export function training(seed: number, off: ReadonlySet<PassName> = new Set()): Training {
  const numbers = new Numbers(seed);
  const images = input([5, 9, 8, 3]);
  const labels = input([5], "int32");
  const variables = [
    new Variable(values(numbers, [3, 3, 3, 10])),
    new Variable(values(numbers, [10])),
    new Variable(values(numbers, [160, 7])),
    new Variable(values(numbers, [7])),
    new Variable(scalar(0, "int32")),
    new Variable(tensorFrom("test", new Float32Array(10))),
    new Variable(tensorFrom("test", new Float32Array(7))),
  ];
  const trace = new Trace();
  const graph = withTrace(trace, (): Graph => {
    const [kernel, bias, weights, last, step, mean, seen] = variables.map((v) => v.value) as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor,
    ];
    const a = ops.relu(ops.add(ops.conv(images, kernel, { padding: "same" }), bias));
    const pooled = ops.maxPool(a, 2);
    const noise = ops.randomUniform(step, { shape: pooled.dims, seed: [1, 2], a: 0, b: 1 });
    const dropped = ops.where(ops.greater(noise, 0.3), ops.divide(pooled, 0.7), 0);
    const logits = ops.add(ops.matmul(ops.reshape(dropped, [5, -1]), weights), last);
    const loss = ops.mean(ops.sparseCategoricalCrossentropy(labels, logits, { fromLogits: true }));
    const taken = ops.take(last, labels);
    const total = ops.add(loss, ops.multiply(0.01, ops.sum(ops.square(taken))));
    const trained = variables.slice(0, 4);
    const gradients = differentiate(total, [kernel, bias, weights, last]);
    trained.forEach((variable, i) => {
      ops.sgd(variable, gradients[i]!, scalar(0.05));
    });
    variables[4]!.assign(ops.add(step, 1));
    variables[5]!.assign(ops.add(ops.multiply(mean, 0.9), ops.mean(pooled, { axis: [0, 1, 2] })));
    variables[6]!.assign(ops.maximum(seen, ops.max(logits, { axis: 0 })));
    return { outputs: [total, ops.softmax(logits)], updates: [], assigns: new Map() };
  });
  const whole: Graph = { ...graph, updates: trace.updates, assigns: new Map(trace.assigned) };
  const inputs = [images, labels];
  return {
    schedule: schedule(optimize(whole, off, new Map()), inputs, off),
    variables,
    inputs,
    images: numbers.floats(5 * 9 * 8 * 3),
    labels: Int32Array.from({ length: 5 }, () => numbers.int(0, 6)),
  };
}

/** The bits of all variables. */
export function bitsOf(variables: readonly Variable[]): number[][] {
  return variables.map((v) => {
    const values = v.read();
    return [
      ...(values instanceof Float32Array ? new Int32Array(values.buffer, values.byteOffset, values.length) : values),
    ];
  });
}
