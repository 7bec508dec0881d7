/** The line that tells how far reading is. */
import { afterEach, expect, test, vi } from "vitest";
import { progressLine } from "../../ts/cli/progress";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** What is written to a terminal, or to no terminal, while time goes by. */
function shown(isTTY: boolean, ...steps: { after: number; loaded: number; total?: number }[]): string[] {
  const written: string[] = [];
  const stderr = { isTTY, write: (text: string) => written.push(text) };
  vi.stubGlobal("process", { ...process, stderr });
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const line = progressLine();
  for (const { after, loaded, total } of steps) {
    now += after;
    line.show({ loaded, total });
  }
  line.clear();
  return written;
}

const MB = 2 ** 20;

test("it is shown after a second, ten times a second at most, and goes away", () => {
  const steps = [
    { after: 500, loaded: MB, total: 8 * MB },
    { after: 600, loaded: 2 * MB, total: 8 * MB },
    { after: 50, loaded: 3 * MB, total: 8 * MB },
    { after: 100, loaded: 4 * MB },
  ];
  expect(shown(true, ...steps)).toEqual(["\r\x1b[K2.00 MB of 8.00 MB, 25 %", "\r\x1b[K4.00 MB", "\r\x1b[K"]);
});

test("nothing is written for what is fast, or to no terminal", () => {
  expect(shown(true, { after: 900, loaded: MB })).toEqual([]);
  expect(shown(false, { after: 5000, loaded: MB })).toEqual([]);
});
