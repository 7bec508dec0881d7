/** The laws of all kinds, and whole models, hold for any order that a team of threads may run a program in. */
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { engine } from "../../ts/backend/engine";
import type { WasmDevice } from "../../ts/engine/device";
import { unleash } from "./adversary";

// However short an instruction is, it is shared.
vi.mock("../../ts/engine/share", async (original) => {
  const real = await original<typeof import("../../ts/engine/share")>();
  return {
    ...real,
    shareOut: (...[steps, placeOf]: Parameters<typeof real.shareOut>) => real.shareOut(steps, placeOf, 0),
  };
});

const counts = unleash(engine() as WasmDevice);

afterAll(() => expect(counts.units).toBeGreaterThan(100_000));

const laws = readdirSync("tests/ops/laws").filter((name) => name.endsWith(".test.ts"));
for (const path of [...laws.map((name) => `tests/ops/laws/${name}`), "tests/models/keras.test.ts"]) {
  await import(/* @vite-ignore */ resolve(path));
  describe(path, () => test("ran in the worst order", () => expect(counts.units).toBeGreaterThan(0)));
}
