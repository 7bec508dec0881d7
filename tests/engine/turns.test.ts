/** Trainings, predictions and evaluations at once come out as if each had run alone; so does what follows a lost worker. */
import threads from "node:worker_threads";
import { expect, test } from "vitest";
import * as keratin from "../../ts/index";
import { takeTurns, watchWorkers } from "../platform/turns.mjs";

const workers = watchWorkers(threads);

test.each([2, 3])("on %i threads", async (count) => {
  const result = await takeTurns(keratin, { threads: count }, workers);
  expect(result.predictions).toBeGreaterThan(1);
  expect(result.info.threads).toBe(count);
});
