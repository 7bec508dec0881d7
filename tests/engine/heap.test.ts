/** The heap of linear memory. */
import { expect, test } from "vitest";
import { DeviceError } from "../../ts/core/errors";
import { Heap } from "../../ts/engine/heap";
import { Numbers } from "../ops/laws/support";

const PAGE = 65536;
const make = (base = 100, pages = 64): Heap =>
  new Heap(new WebAssembly.Memory({ initial: 1, maximum: pages }), base, pages * PAGE);

test("blocks never overlap, start on 16 bytes and lie inside the memory, over random use (seed 90)", () => {
  const numbers = new Numbers(90);
  for (let round = 0; round < 5; round++) {
    const heap = make();
    const live = new Map<number, number>();
    let used = 0;
    let peak = 0;
    for (let i = 0; i < 1500; i++) {
      if (live.size && numbers.next() < 0.48) {
        const start = numbers.pick([...live.keys()]);
        used -= live.get(start)!;
        live.delete(start);
        heap.release(start);
      } else {
        const size = numbers.pick([0, 1, 16, 17, 100, 1000, 5000]) + numbers.int(0, 40);
        const start = heap.allocate(size, "a test");
        const bytes = Math.max(16, Math.ceil(size / 16) * 16);
        expect(start % 16).toBe(0);
        expect(start).toBeGreaterThanOrEqual(100);
        expect(start + bytes).toBeLessThanOrEqual(heap.total);
        for (const [other, length] of live) {
          if (start < other + length && other < start + bytes)
            expect.fail(`${start}+${bytes} meets ${other}+${length}`);
        }
        live.set(start, bytes);
        used += bytes;
        peak = Math.max(peak, used);
      }
      expect(heap.used).toBe(used);
      expect(heap.peak).toBe(peak);
    }
    // Everything given back in any order is one block again.
    const top = Math.max(...[...live].map(([start, bytes]) => start + bytes));
    for (const start of [...live.keys()].sort(() => numbers.next() - 0.5)) heap.release(start);
    expect(heap.used).toBe(0);
    const before = heap.total;
    expect(heap.allocate(top - 112, "all of it")).toBe(112);
    expect(heap.total).toBe(before);
  }
});

test("a block between two free ones joins both", () => {
  const heap = make(0);
  const [a, b, c] = [heap.allocate(64, "a"), heap.allocate(64, "b"), heap.allocate(64, "c")];
  const last = heap.allocate(64, "d");
  heap.release(a);
  heap.release(c);
  heap.release(b);
  expect(heap.allocate(192, "three in one")).toBe(a);
  expect(heap.allocate(16, "behind")).toBe(last + 64);
});

test("the smallest free block that fits is taken", () => {
  const heap = make(0);
  const [wide, , narrow] = [heap.allocate(128, "wide"), heap.allocate(16, "-"), heap.allocate(48, "narrow")];
  heap.allocate(16, "-");
  heap.release(wide);
  heap.release(narrow);
  expect(heap.allocate(40, "fits narrow")).toBe(narrow);
});

test("a block given back twice counts once", () => {
  const heap = make(0);
  const a = heap.allocate(64, "a");
  const b = heap.allocate(64, "b");
  heap.release(a);
  heap.release(a);
  expect(heap.used).toBe(64);
  expect(heap.allocate(64, "c")).toBe(a);
  expect(heap.allocate(64, "d")).toBe(b + 64);
});

test("beyond the limit it fails with a DeviceError that says how much, and works right after", () => {
  const heap = make(0, 8);
  const a = heap.allocate(3 * PAGE, "the first");
  expect(() => heap.allocate(6 * PAGE, "the second")).toThrow(DeviceError);
  expect(() => heap.allocate(6 * PAGE, "the second")).toThrow(/the second needs 384 KB.*at most 512 KB.*192 KB in use/);
  expect(heap.used).toBe(3 * PAGE);
  const b = heap.allocate(4 * PAGE, "what is left");
  expect(b).toBe(a + 3 * PAGE);
  heap.release(a);
  heap.release(b);
  expect(heap.allocate(7 * PAGE, "all of it")).toBe(a);
});

test("views follow the memory when it grows", () => {
  const heap = make(0, 64);
  const at = heap.allocate(16, "a");
  heap.floats[at >>> 2] = 1.5;
  heap.allocate(20 * PAGE, "much");
  expect(heap.floats.buffer).toBe(heap.memory.buffer);
  expect(heap.floats[at >>> 2]).toBe(1.5);
  expect(heap.bytes.length).toBe(heap.total);
});
