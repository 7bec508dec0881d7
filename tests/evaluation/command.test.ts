/** The command, on folders that hold no models. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ENTRIES } from "./catalogue";

const folder = mkdtempSync(join(tmpdir(), "keratin-evaluate-"));
afterAll(() => rmSync(folder, { recursive: true }));

const evaluate = (...args: string[]) =>
  spawnSync(process.execPath, ["build/run.mjs", "tests/evaluation/evaluate.ts", ...args], { encoding: "utf8" });

test("without a folder it tells how it is used", () => {
  const { status, stderr } = evaluate("--write");
  expect(stderr).toContain("Usage: npm run evaluate -- FOLDER [--write]");
  expect(status).toBe(2);
});

test("a folder that is not there is an error", () => {
  const { status, stderr } = evaluate(join(folder, "nowhere"));
  expect(stderr).toMatch(/evaluate: there is no folder\. .*folder=.*nowhere/);
  expect(status).toBe(2);
});

test("models that are missing, and those without figures, are failures", () => {
  writeFileSync(join(folder, "mine.keras"), "");
  const { status, stderr } = evaluate(folder);
  for (const { file } of ENTRIES) expect(stderr).toContain(`FAIL ${file}: `);
  expect(stderr).toContain("FAIL mine.keras: tests/evaluation/models.json does not know it");
  expect(stderr).toContain(`${ENTRIES.length + 1} failures`);
  expect(status).toBe(1);
});
