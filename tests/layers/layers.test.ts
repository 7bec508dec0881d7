import { beforeEach, describe, expect, test } from "vitest";
import * as K from "../../ts/backend/K";
import { CLASSES } from "../../ts/layers/gen/classes";
import { type GoldenCase, goldenCases } from "./golden";
import { runLayerTest } from "./run-layer-test";

const byClass = new Map<string, GoldenCase[]>();
for (const golden of goldenCases()) byClass.set(golden.class_name, [...(byClass.get(golden.class_name) ?? []), golden]);

beforeEach(() => K.clearSession());

for (const [name, cases] of byClass) {
  describe(name, () => {
    test.each(cases.map((golden, i) => [`${golden.name} #${i}`, golden] as const))("%s", (_name, golden) => {
      runLayerTest(golden);
    });
  });
}

test("every layer of the fixtures is there", () => {
  const known = CLASSES.map((member) => member.className);
  expect([...byClass.keys()].filter((name) => !known.includes(name))).toEqual([]);
});
