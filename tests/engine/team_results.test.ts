/** What a team of threads gives is what one thread gives: sums, single rows, and the first of several faults. */
import { afterAll, describe, expect, test, vi } from "vitest";
import type { DeviceBuffer } from "../../ts/core/device";
import { ValueError } from "../../ts/core/errors";
import { Tensor } from "../../ts/core/tensor";
import { WasmDevice } from "../../ts/engine/device";
import { schedule } from "../../ts/graph/schedule";
import * as ops from "../../ts/ops/gen/table";
import { graphOf, input } from "../graph/support";
import { expectClose, Numbers } from "../ops/laws/support";

// However short an instruction or a program is, the team runs it.
vi.mock("../../ts/engine/share", async (original) => {
  const real = await original<typeof import("../../ts/engine/share")>();
  const shareOut = (...[steps, placeOf]: Parameters<typeof real.shareOut>): ReturnType<typeof real.shareOut> => ({
    ...real.shareOut(steps, placeOf, 0),
    worth: true,
    nanoseconds: 1e9,
  });
  return { ...real, shareOut };
});

const devices = new Map([1, 2, 3, 4].map((threads) => [threads, new WasmDevice({ threads })]));
for (const device of devices.values()) await device.threads.started();
afterAll(() => {
  for (const device of devices.values()) device.threads.resize(1);
});

type Feed = Float32Array | Int32Array;

/** What a device gives for a graph; its team runs all of it. */
function run(threads: number, outputs: Tensor[], inputs: Tensor[], feeds: Feed[]): Float32Array[] {
  const device = devices.get(threads)!;
  const team = device.threads.team();
  const calls = team && vi.spyOn(team, "run");
  const program = device.compile(schedule(graphOf(...outputs), inputs, new Set()));
  const buffers: DeviceBuffer[] = inputs.map((x) => device.allocate(x.size * 4));
  buffers.forEach((buffer, i) => {
    buffer.write(feeds[i]!);
  });
  try {
    program.start(buffers, 1).resume(Number.POSITIVE_INFINITY);
    return outputs.map((_, i) => program.output(i) as Float32Array);
  } finally {
    program.dispose();
    for (const buffer of buffers) buffer.dispose();
    expect(calls?.mock.calls.length ?? 0).toBe(threads === 1 ? 0 : 1);
    calls?.mockRestore();
  }
}

test("sums over the first axis have the same bits, near those of float64", () => {
  const numbers = new Numbers(41);
  for (const n of [1, 511, 512, 513, 1500]) {
    for (const inner of [1, 3, 4, 15, 16, 17, 32, 50]) {
      const x = input(n, inner);
      const values = numbers.floats(x.size);
      const [alone] = run(1, [ops.sum(x, { axis: 0 })], [x], [values]);
      for (const threads of [2, 3]) {
        const [shared] = run(threads, [ops.sum(x, { axis: 0 })], [x], [values]);
        expect(shared, `[${n}, ${inner}] on ${threads}`).toEqual(alone);
      }
      const exact = new Float64Array(inner);
      const size = new Float64Array(inner);
      values.forEach((value, i) => {
        exact[i % inner]! += value;
        size[i % inner]! += Math.abs(value);
      });
      alone!.forEach((value, i) => {
        expect(Math.abs(value - exact[i]!)).toBeLessThanOrEqual(1e-6 * size[i]!);
      });
    }
  }
});

test("a single row, a depthwise convolution and an LSTM have the same bits", () => {
  const numbers = new Numbers(42);
  const [row, kernel] = [input(1, 600), input(600, 300)];
  const [image, taps] = [input(2, 13, 11, 20), input(3, 3, 20, 1)];
  const [z, recurrent] = [input(9, 5, 132), input(33, 132)];
  const inputs = [row, kernel, image, taps, z, recurrent];
  const outputs = [ops.matmul(row, kernel), ops.depthwiseConv(image, taps), ops.lstm(z, recurrent, {})];
  const feeds = inputs.map((x) => numbers.floats(x.size));
  const alone = run(1, outputs, inputs, feeds);
  for (const threads of [2, 3, 4]) {
    run(threads, outputs, inputs, feeds).forEach((values, i) => {
      expectClose(values, alone[i]!, 0, `output ${i} on ${threads}`);
    });
  }
});

describe.each([2, 3, 4])("on %i threads", (threads) => {
  const COUNT = 20_000;
  const table = input(1000, 8);
  const at = (): Tensor => new Tensor([COUNT], "int32", { kind: "input", name: "at" });

  /** The message of a take of indices that are bad at some places, and what it names. */
  function fault(count: number, numbers: Numbers, bad: readonly number[]): string {
    const [first, second] = [at(), at()];
    const good = (): Int32Array => Int32Array.from({ length: COUNT }, () => numbers.int(0, 999));
    const feeds = [new Float32Array(table.size), good(), good()];
    // Another value at each place, in the second of two instructions at all the places before, too.
    for (const place of bad) (feeds[1] as Int32Array)[place] = 1000 + place;
    (feeds[2] as Int32Array).fill(-5000, 0, bad.length ? COUNT : 0);
    const outputs = [ops.take(table, first, { axis: 0 }), ops.take(table, second, { axis: 0 })];
    try {
      run(count, outputs, [table, first, second], feeds);
      return "nothing";
    } catch (error) {
      expect(error).toBeInstanceOf(ValueError);
      return (error as Error).message;
    }
  }

  test("the first of several bad indices is reported, whoever meets another before", () => {
    const numbers = new Numbers(43);
    const own = COUNT / threads;
    const sets = [
      [COUNT - 1],
      // At the end of the first part, at the start of all others.
      [own - 1, ...Array.from({ length: threads - 1 }, (_, i) => Math.ceil(own * (i + 1)))],
      [0, COUNT - 1],
      ...Array.from({ length: 25 }, () => Array.from({ length: numbers.int(2, 9) }, () => numbers.int(0, COUNT - 1))),
    ].map((set) => [...new Set(set.map(Math.floor))]);
    for (const bad of sets) {
      const message = fault(threads, numbers, bad);
      expect(message, `bad at ${bad}`).toContain(`Received ${1000 + Math.min(...bad)}.`);
      expect(message).toBe(fault(1, numbers, bad));
    }
    expect(fault(threads, numbers, [])).toBe("nothing");
  });
});
