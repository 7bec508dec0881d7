/** What the tests of the compiler share. */

import { tensorFrom } from "../../ts/core/convert";
import type { DeviceBuffer, Schedule } from "../../ts/core/device";
import { Tensor } from "../../ts/core/tensor";
import { WasmDevice } from "../../ts/engine/device";
import { differentiate } from "../../ts/graph/differentiate";
import { type Graph, rootsOf } from "../../ts/graph/graph";
import { optimize, PASSES, type PassName } from "../../ts/graph/optimize";
import { schedule } from "../../ts/graph/schedule";
import { nodesBehind } from "../../ts/graph/walk";
import * as ops from "../../ts/ops/gen/table";
import { expectClose, type Numbers } from "../ops/laws/support";

export const input = (...dims: number[]): Tensor => new Tensor(dims, "float32", { kind: "input", name: "x" });
export const graphOf = (...outputs: Tensor[]): Graph => ({ outputs, updates: [], assigns: new Map() });

/** The names of the ops of a graph, in order. */
export function opsOf(graph: Graph): string[] {
  return nodesBehind(rootsOf(graph)).flatMap((node) =>
    !node.value && node.source.kind === "op" ? [node.source.op.name] : [],
  );
}

/** Only these passes on. */
export const only = (...names: PassName[]): Set<PassName> => new Set(PASSES.filter((name) => !names.includes(name)));

/** Runs a graph and gives its outputs. */
export function runGraph(
  graph: Graph,
  inputs: readonly Tensor[],
  feeds: readonly Float32Array[],
  off: ReadonlySet<PassName>,
  device: WasmDevice = new WasmDevice({ inPlace: !off.has("inPlace") }),
): { outputs: Float32Array[]; schedule: Schedule } {
  const made = schedule(optimize(graph, off, new Map()), inputs, off);
  const program = device.compile(made);
  const buffers: DeviceBuffer[] = inputs.map((x) => device.allocate(x.size * 4));
  buffers.forEach((buffer, i) => {
    buffer.write(feeds[i]!);
  });
  program.start(buffers, 1).resume(Number.POSITIVE_INFINITY);
  const outputs = graph.outputs.map((_, i) => program.output(i) as Float32Array);
  program.dispose();
  for (const buffer of buffers) buffer.dispose();
  return { outputs, schedule: made };
}

/** The graph after one pass, and how much it did. */
export function optimized(
  name: PassName,
  ...outputs: Tensor[]
): { names: string[]; outputs: readonly Tensor[]; changes: number } {
  const report = new Map<string, number>();
  const graph = optimize(graphOf(...outputs), only(name), report);
  return { names: opsOf(graph), outputs: graph.outputs, changes: report.get(name)! };
}

/** Checks that a graph gives the same with a pass and with none. */
export function agrees(name: PassName, numbers: Numbers, inputs: Tensor[], ...outputs: Tensor[]): void {
  const feeds = inputs.map((x) => numbers.floats(x.size));
  const graph = graphOf(...outputs);
  const plain = runGraph(graph, inputs, feeds, only()).outputs;
  const passed = runGraph(graph, inputs, feeds, only(name)).outputs;
  plain.forEach((values, i) => {
    expectClose(passed[i]!, values, 2e-6, name);
  });
}

/** A random graph of elementwise ops, products, folds and moves over a few inputs, with gradients by them. */
export function randomGraph(numbers: Numbers, length: number): { graph: Graph; inputs: Tensor[] } {
  const inputs = [input(4, 6), input(6), input(4, 1), input(6, 6)];
  const constant = tensorFrom("test", numbers.floats(6), [6]);
  const pool: Tensor[] = [...inputs, constant];
  const full = (x: Tensor): Tensor =>
    ops.broadcastTo(x.rank === 2 && x.dims[0] === 6 ? ops.slice(x, [0, 0], [4, 6]) : x, [4, 6]);
  for (let i = 0; i < length; i++) {
    const a = numbers.pick(pool.slice(-8));
    const b = numbers.pick(pool);
    const [fa, fb] = [full(a), full(b)];
    const made = [
      () => ops.add(fa, b.dims[0] === 6 && b.rank === 2 ? fb : b),
      () => ops.multiply(ops.tanh(fa), fb),
      () => ops.subtract(fa, ops.multiply(fb, 0.5)),
      () => ops.tanh(ops.add(ops.matmul(fa, inputs[3]!), inputs[1]!)),
      () => ops.relu(ops.add(ops.multiply(ops.matmul(fa, inputs[3]!), constant), 0.1)),
      () => ops.mean(fa, { axis: numbers.int(0, 1), keepdims: true }),
      () => ops.sigmoid(ops.reshape(ops.reshape(fa, [2, 12]), [4, 6])),
      () => ops.transpose(ops.reshape(ops.transpose(fa), [4, 6]), { axes: [0, 1] }),
      () => ops.where(ops.greater(fa, fb), fa, ops.multiply(fb, 1)),
      () => ops.add(ops.exp(ops.negative(ops.square(fa))), 0),
      () => ops.softmax(fa),
      () => ops.concatenate([ops.slice(fa, [0, 0], [4, 2]), ops.slice(fb, [0, 2], [4, 4])], { axis: 1 }),
    ][numbers.int(0, 11)]!();
    pool.push(made);
  }
  const last = pool[pool.length - 1]!;
  const loss = ops.add(ops.mean(ops.square(full(last))), ops.mean(full(numbers.pick(pool))));
  const gradients = differentiate(loss, inputs).map((g, i) => g ?? ops.zerosLike(inputs[i]!));
  return { graph: graphOf(loss, numbers.pick(pool), ...gradients), inputs };
}
