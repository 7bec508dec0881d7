/** Runs of programs: pauses anywhere, programs between, failures, the same bits. */
import { describe, expect, test } from "vitest";
import type { DeviceBuffer } from "../../ts/core/device";
import { ValueError } from "../../ts/core/errors";
import { WasmDevice } from "../../ts/engine/device";
import type { WasmProgram } from "../../ts/engine/program";
import { PASSES, type PassName } from "../../ts/graph/optimize";
import { bitsOf, type Training, training } from "./programs";

interface Ready extends Training {
  device: WasmDevice;
  program: WasmProgram;
  feeds: DeviceBuffer[];
}

function ready(seed: number, device = new WasmDevice(), off: ReadonlySet<PassName> = new Set()): Ready {
  const made = training(seed, off);
  const program = device.compile(made.schedule) as WasmProgram;
  const feeds = made.inputs.map((x) => device.allocate(x.size * 4));
  feeds[0]!.write(made.images);
  feeds[1]!.write(made.labels);
  return { ...made, device, program, feeds };
}

/** What three steps leave behind, in one go. */
function reference(seed: number): { bits: number[][]; outputs: ArrayLike<number>[] } {
  const r = ready(seed);
  r.program.start(r.feeds, 3).resume(Number.POSITIVE_INFINITY);
  return { bits: bitsOf(r.variables), outputs: [r.program.output(0), r.program.output(1)] };
}

describe("a run", () => {
  test("changes variables and gives outputs that are finite", () => {
    const r = ready(1);
    const before = bitsOf(r.variables);
    const run = r.program.start(r.feeds, 3);
    expect(run.resume(Number.POSITIVE_INFINITY)).toBe(true);
    expect(run.steps).toBe(3);
    const after = bitsOf(r.variables);
    after.forEach((bits, i) => {
      expect(bits).not.toEqual(before[i]);
    });
    expect(after[4]).toEqual([3]);
    expect([...r.program.output(1)].every((v) => v >= 0 && v <= 1)).toBe(true);
  });

  test("gives the same bits paused after every unit", () => {
    const wanted = reference(2);
    const r = ready(2);
    r.program.start(r.feeds, 3);
    let pauses = 0;
    while (!r.program.execute(1e-9)) pauses++;
    expect(pauses).toBeGreaterThan(100);
    expect(bitsOf(r.variables)).toEqual(wanted.bits);
    expect([r.program.output(0), r.program.output(1)]).toEqual(wanted.outputs);
  });

  test.each([1, 1000, 30_000, 1e6])("gives the same bits with a budget of %s", (budget) => {
    const wanted = reference(3);
    const r = ready(3);
    r.program.start(r.feeds, 3);
    while (!r.program.execute(budget));
    expect(bitsOf(r.variables)).toEqual(wanted.bits);
    expect([r.program.output(0), r.program.output(1)]).toEqual(wanted.outputs);
  });

  test("gives the same bits resumed by tiny times", () => {
    const wanted = reference(4);
    const r = ready(4);
    const run = r.program.start(r.feeds, 3);
    let resumes = 0;
    while (!run.resume(0)) resumes++;
    expect(resumes).toBeGreaterThan(3);
    expect(run.steps).toBe(3);
    expect(bitsOf(r.variables)).toEqual(wanted.bits);
  });

  test("gives the same bits whatever passes are off, and within rounding of those that change rounding", () => {
    const wanted = reference(5);
    for (const name of [...PASSES, "all"] as const) {
      const off = new Set<PassName>(name === "all" ? PASSES : [name]);
      const r = ready(5, new WasmDevice({ inPlace: !off.has("inPlace"), steady: !off.has("steady") }), off);
      r.program.start(r.feeds, 3).resume(Number.POSITIVE_INFINITY);
      const loss = r.program.output(0)[0]!;
      expect(Math.abs(loss / wanted.outputs[0]![0]! - 1), name).toBeLessThan(1e-5);
      // These change neither what is computed nor in which order sums are taken.
      if (["merge", "group", "inPlace", "steady"].includes(name))
        expect(bitsOf(r.variables), name).toEqual(wanted.bits);
    }
  });
});

describe("programs on one device", () => {
  test("a program started while another stands inside a step settles that step first", () => {
    const [wantA, wantB] = [reference(6), reference(7)];
    const device = new WasmDevice();
    const a = ready(6, device);
    const b = ready(7, device);
    for (const stop of [1, 50, 2000, 100_000]) {
      const [again, other] = [ready(6, device), ready(7, device)];
      const run = again.program.start(again.feeds, 3);
      device.active = run;
      again.program.execute(stop);
      expect(again.program.position().inside).toBe(true);
      const second = other.program.start(other.feeds, 3);
      expect(again.program.position()).toEqual({ step: 1, inside: false });
      expect(second.resume(Number.POSITIVE_INFINITY)).toBe(true);
      expect(bitsOf(other.variables)).toEqual(wantB.bits);
      expect(run.resume(Number.POSITIVE_INFINITY)).toBe(true);
      expect(bitsOf(again.variables)).toEqual(wantA.bits);
    }
    expect(a.program.counts.instructions).toBe(b.program.counts.instructions);
  });

  test("two runs that take turns in tiny pieces do not disturb each other", () => {
    const [wantA, wantB] = [reference(8), reference(9)];
    const device = new WasmDevice();
    const [a, b] = [ready(8, device), ready(9, device)];
    const [one, two] = [a.program.start(a.feeds, 3), b.program.start(b.feeds, 3)];
    let open = true;
    while (open) {
      const [x, y] = [one.resume(0), two.resume(0)];
      open = !x || !y;
    }
    expect(bitsOf(a.variables)).toEqual(wantA.bits);
    expect(bitsOf(b.variables)).toEqual(wantB.bits);
  });

  test("reading or writing a variable inside a step finishes the step first", () => {
    const r = ready(10);
    const whole = ready(10);
    whole.program.start(whole.feeds, 1).resume(Number.POSITIVE_INFINITY);
    const run = r.program.start(r.feeds, 2);
    while (!r.program.position().inside || r.program.position().step === 0) {
      run.resume(0);
      if (r.program.position().inside) break;
    }
    expect(r.program.position()).toMatchObject({ step: 0, inside: true });
    expect(bitsOf(r.variables)).toEqual(bitsOf(whole.variables));
    expect(r.program.position()).toEqual({ step: 1, inside: false });
  });

  test("compiling a larger program inside a step does not move the arena under it", () => {
    const wanted = reference(11);
    const device = new WasmDevice();
    const r = ready(11, device);
    const run = r.program.start(r.feeds, 3);
    run.resume(0);
    expect(r.program.position().inside).toBe(true);
    const bytes = device.arenaBytes;
    const large = training(12);
    const wide = { ...large.schedule };
    device.heap.allocate(64, "something between");
    device.compile(wide);
    expect(device.arenaBytes).toBeGreaterThanOrEqual(bytes);
    while (!run.resume(0.01));
    expect(bitsOf(r.variables)).toEqual(wanted.bits);
  });
});

describe("a failure", () => {
  test("leaves variables as they were, is reported to the run it belongs to, and the next run works", () => {
    const wanted = reference(13);
    const device = new WasmDevice();
    const r = ready(13, device);
    const before = bitsOf(r.variables);
    r.feeds[1]!.write(Int32Array.of(0, 1, 99, 2, 3));
    const run = r.program.start(r.feeds, 3);
    expect(() => run.resume(Number.POSITIVE_INFINITY)).toThrow(ValueError);
    expect(bitsOf(r.variables)).toEqual(before);
    // The same fault inside a step that another program settles: it surfaces at its own run.
    const second = r.program.start(r.feeds, 3);
    second.resume(0);
    expect(r.program.position().inside).toBe(true);
    const other = ready(7, device);
    expect(other.program.start(other.feeds, 1).resume(Number.POSITIVE_INFINITY)).toBe(true);
    expect(() => second.resume(Number.POSITIVE_INFINITY)).toThrow(/Received 99/);
    r.feeds[1]!.write(r.labels);
    r.program.start(r.feeds, 3).resume(Number.POSITIVE_INFINITY);
    expect(bitsOf(r.variables)).toEqual(wanted.bits);
  });

  test("a disposed program says so", () => {
    const r = ready(14);
    const used = r.device.heap.used;
    r.program.dispose();
    r.program.dispose();
    expect(r.device.heap.used).toBeLessThan(used);
    expect(() => r.program.start(r.feeds, 1)).toThrow(/after dispose/);
  });
});
