/** Linear memory stays bounded, and what nobody holds is given back. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { clearPrograms } from "../../ts/backend/compile";
import { info } from "../../ts/backend/engine";
import { tensor } from "../../ts/backend/evaluate";
import { Variable } from "../../ts/core/variable";
import { WasmDevice } from "../../ts/engine/device";
import * as ops from "../../ts/ops/gen/table";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const settle = async (): Promise<void> => {
  for (let i = 0; i < 4; i++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

test("2000 evaluations of changing small graphs do not grow linear memory without bound", () => {
  const evaluate = (i: number): void => {
    const x = tensor(new Float32Array(1 + (i % 97)).fill(i));
    const y = ops.add(ops.multiply(x, i), ops.sum(ops.exp(ops.divide(x, i + 1))));
    expect(y.dataSync().length).toBe(1 + (i % 97));
  };
  for (let i = 0; i < 700; i++) evaluate(i);
  const { used, total } = info().memory;
  for (let i = 700; i < 2000; i++) evaluate(i);
  const after = info().memory;
  expect(after.total).toBeLessThanOrEqual(Math.max(total * 1.3, total + 2 ** 20));
  expect(after.used).toBeLessThan(used * 1.3 + 2 ** 16);
});

test("graphs of equal structure share a program, whatever values and variables they are over", () => {
  clearPrograms();
  const once = (): void => {
    const v = new Variable(tensor([1, 2, 3]));
    expect([...ops.add(ops.square(v), tensor([1, 1, 1])).dataSync()]).toEqual([2, 5, 10]);
    v.release();
  };
  once();
  const { used } = info().memory;
  for (let i = 0; i < 50; i++) once();
  expect(info().memory.used).toBe(used);
});

test("clearPrograms gives back every program", () => {
  clearPrograms();
  const { used } = info().memory;
  for (let i = 0; i < 20; i++) ops.add([i, i + 1], i + 0.5).dataSync();
  expect(info().memory.used).toBeGreaterThan(used);
  clearPrograms();
  expect(info().memory.used).toBe(used);
});

test("a variable's buffer is freed by release, and with the variable", async () => {
  const size = 250_000;
  ops.square(new Variable(tensor(new Float32Array(4))).value).dataSync();
  await settle();
  const { used } = info().memory;
  const v = new Variable(tensor(new Float32Array(size).fill(2)));
  expect(ops.sum(v).dataSync()[0]).toBe(2 * size);
  expect(info().memory.used).toBeGreaterThanOrEqual(used + size * 4);
  v.release();
  expect(info().memory.used).toBeLessThan(used + size);
  expect(v.read()[size - 1]).toBe(2);
  // Dropped without a word: the collector finds them, though programs over them are kept.
  for (let i = 0; i < 20; i++) ops.sum(new Variable(tensor(new Float32Array(size).fill(i)))).dataSync();
  await settle();
  expect(info().memory.used).toBeLessThan(used + size);
});

test("kept programs keep no values of the user alive", async () => {
  const references: WeakRef<object>[] = [];
  const work = (): void => {
    const x = tensor(new Float32Array(1000).fill(1));
    const y = ops.multiply(x, 3);
    y.dataSync();
    references.push(new WeakRef(x), new WeakRef(y));
  };
  for (let i = 0; i < 5; i++) work();
  await settle();
  await settle();
  expect(references.filter((r) => r.deref()).length).toBeLessThanOrEqual(2);
});

test("out of memory is an error that leaves the device whole", () => {
  const device = new WasmDevice({ memory: 2 ** 21 });
  const a = device.allocate(2 ** 20);
  const { used } = device.usage();
  expect(() => device.allocate(2 ** 21)).toThrow(/cannot be had/);
  expect(device.usage().used).toBe(used);
  a.dispose();
  a.dispose();
  expect(device.usage().used).toBe(used - 2 ** 20);
  device.allocate(2 ** 20).write(Float32Array.of(1));
  expect(() => a.read("float32", 1)).toThrow(/disposed buffer/);
});

test("uploads keep a byte an element", () => {
  const device = new WasmDevice();
  const { used } = device.usage();
  const data = device.upload(Uint8Array.from({ length: 1000 }, (_, i) => i));
  expect(device.usage().used - used).toBeLessThan(1100);
  expect(data.bytes).toBe(1000);
});
