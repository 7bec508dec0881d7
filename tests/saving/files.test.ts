/**
 * Files that every version of Keras wrote (tests/oracle/writers): each loads, predicts what its writer predicted, trains
 * one step as its writer did, and comes back from `.keras` with the same bits.
 */
import { describe, expect, test } from "vitest";
import { attempt } from "./files-attempt";
import { known } from "./files-known";
import { casesOf, environments, formsOf, readCase } from "./files-support";

for (const environment of environments()) {
  describe(environment, () => {
    for (const name of casesOf(environment)) {
      const own = readCase(environment, name);
      test.each(formsOf(own))(`${name}: %s`, async (form) => {
        const { refused, predictions, step, notTrained, notSaved, same } = await attempt(environment, own, form);
        const expected = known(environment, name, form);
        if (expected.refused) expect(refused).toMatch(expected.refused);
        else expect(refused).toBeUndefined();
        if (refused) return;
        if (!expected.predictions) expect(predictions).toBeLessThan(1e-5);
        if (expected.notSaved) expect(notSaved).toMatch(expected.notSaved);
        else expect([notSaved, same]).toEqual([undefined, true]);
        if (expected.notTrained) expect(notTrained).toMatch(expected.notTrained);
        else expect(notTrained).toBeUndefined();
        if (step !== undefined && !expected.step) expect(step, "after one more step").toBeLessThan(1e-4);
      });
    }
  });
}
