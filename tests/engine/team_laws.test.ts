/** The laws of all kinds, and whole models, hold on a real team of threads that shares every instruction. */
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, expect, vi } from "vitest";
import { engine, init } from "../../ts/backend/engine";
import type { WasmDevice } from "../../ts/engine/device";

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

await init({ threads: 3 });
const device = engine() as WasmDevice;
const team = device.threads.team()!;
const run = vi.spyOn(team, "run");

afterAll(() => {
  expect(device.threads.team()).toBe(team);
  expect(run.mock.calls.length).toBeGreaterThan(5000);
  expect(run.mock.results.every(({ type }) => type === "return")).toBe(true);
});

const laws = readdirSync("tests/ops/laws").filter((name) => name.endsWith(".test.ts"));
for (const path of [...laws.map((name) => `tests/ops/laws/${name}`), "tests/models/keras.test.ts"]) {
  await import(/* @vite-ignore */ resolve(path));
}
