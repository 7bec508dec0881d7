/** A program is its bytes: it runs in a fresh instance, at any address, without the compiler. */
import { readFileSync } from "node:fs";
import { instantiateSync } from "@assemblyscript/loader";
import { expect, test } from "vitest";
import { OPCODES_HASH } from "../../assembly/gen/opcode";
import * as layout from "../../assembly/layout";
import { WasmDevice } from "../../ts/engine/device";
import { toWords } from "../../ts/engine/values";
import { bitsOf, type Training, training } from "./programs";

type Exports = { execute(...args: number[]): number; heapBase(): number };

/** Runs program bytes by the header alone: regions are laid out from `address` on, `gap` bytes apart. */
function runBytes(
  bytes: Uint8Array,
  bound: readonly Int32Array[],
  steps: number,
  address: number,
  gap: number,
): Int32Array[] {
  const memory = new WebAssembly.Memory({ initial: 200, maximum: 65536, shared: true });
  const module = readFileSync("build/dist/keratin.wasm");
  const { exports } = instantiateSync(module, { env: { memory } }) as unknown as { exports: Exports };
  const header = new Int32Array(bytes.buffer, bytes.byteOffset, layout.HEADER_WORDS);
  expect(header[layout.HEADER_MAGIC]).toBe(layout.MAGIC);
  expect(header[layout.HEADER_VERSION]).toBe(layout.FORMAT_VERSION);
  expect(header[layout.HEADER_OPCODES]).toBe(OPCODES_HASH);
  const count = header[layout.HEADER_REGIONS]!;
  const sizes = new Int32Array(bytes.buffer, bytes.byteOffset + layout.HEADER_WORDS * 4, count);
  expect(count).toBe(layout.REGION_BOUND + bound.length);
  let next = Math.max(address, exports.heapBase());
  const take = (size: number): number => {
    const at = Math.ceil(next / 16) * 16;
    next = at + size + gap;
    return at;
  };
  const program = take(bytes.byteLength);
  new Uint8Array(memory.buffer).set(bytes, program);
  const table = take(count * 4);
  const words = new Int32Array(memory.buffer);
  const addresses = [...sizes].map((size) => take(size));
  const codeEnd = (layout.HEADER_WORDS + count + header[layout.HEADER_CODE_WORDS]!) * 4;
  addresses[layout.REGION_CONSTANTS] = program + Math.ceil(codeEnd / 16) * 16;
  words.set(addresses, table >> 2);
  bound.forEach((values, i) => {
    expect(sizes[layout.REGION_BOUND + i]).toBe(values.length * 4);
    words.set(values, addresses[layout.REGION_BOUND + i]! >> 2);
  });
  const state = addresses[layout.REGION_STATE]!;
  words[(state >> 2) + layout.STATE_STEPS] = steps;
  const scratch = take(header[layout.HEADER_SCRATCH_BYTES]!);
  expect(exports.execute(program, table, state, scratch, Number.POSITIVE_INFINITY)).toBe(layout.STATUS_DONE);
  return bound.map((values, i) =>
    words.slice(addresses[layout.REGION_BOUND + i]! >> 2, (addresses[layout.REGION_BOUND + i]! >> 2) + values.length),
  );
}

/** The variables in the order in which a program binds them: as its steps first name them. */
function boundOrder({ schedule, variables }: Training): typeof variables {
  const found = new Set<(typeof variables)[number]>();
  for (const step of schedule.steps) {
    for (const node of "node" in step ? [step.node] : step.group) {
      const assigned = schedule.assigns.get(node);
      if (assigned) found.add(assigned);
      if (node.source.kind !== "op") continue;
      for (let x of node.source.inputs) {
        while (x.source.kind === "op" && x.source.op.name === "reshape") x = x.source.inputs[0]!;
        if (x.source.kind === "variable") found.add(x.source.variable);
      }
    }
  }
  return [...found];
}

test.each([
  [0, 0],
  [1 << 20, 4096],
  [123_456, 16],
])("bytes give equal bits from address %s with gaps of %s", (address, gap) => {
  const made = training(30);
  const device = new WasmDevice();
  const program = device.compile(made.schedule);
  const order = boundOrder(made);
  const bound = [...order.map((v) => toWords(v.read()).slice()), toWords(made.images), made.labels];
  const feeds = made.inputs.map((x) => device.allocate(x.size * 4));
  feeds[0]!.write(made.images);
  feeds[1]!.write(made.labels);
  program.start(feeds, 4).resume(Number.POSITIVE_INFINITY);
  const found = runBytes(program.bytes, bound, 4, address, gap);
  expect(found.slice(0, order.length).map((x) => [...x])).toEqual(bitsOf(order));
  expect(new Set(bitsOf(order).map((bits) => bits.join())).size, "something was computed").toBe(order.length);
  expect([...found[order.length]!], "inputs are unchanged").toEqual([...toWords(made.images)]);
});

test("the same graph encodes to the same bytes", () => {
  const one = new WasmDevice().compile(training(31).schedule);
  const two = new WasmDevice().compile(training(31).schedule);
  expect(two.bytes).toEqual(one.bytes);
  expect(one.memory.arena).toBeLessThan(one.memory.unshared);
  expect(one.counts.instructions).toBeGreaterThan(10);
});
