/**
 * Files that every version of Keras wrote (tests/oracle/writers): each loads, predicts what its writer predicted, trains
 * one step as its writer did, and comes back from `.keras` with the same bits. What differs stands in files-known.ts, with
 * the reason.
 */
import { describe, expect, test, vi } from "vitest";
import { attempt } from "./files-attempt";
import { KNOWN, type Known, known } from "./files-known";
import { casesOf, environments, formsOf, readCase } from "./files-support";
import { formatsTable, onPage, reasons, type Tried, versionsTable } from "./files-table";

/** The words or limits that some entries have. */
const those = <K extends keyof Known>(entries: readonly Known[], key: K): NonNullable<Known[K]>[] =>
  entries.flatMap((entry) => entry[key] ?? []) as NonNullable<Known[K]>[];

const tried: Tried[] = [];
/** Entries of which a file has been seen. */
const seen = new Set<Known>();

for (const environment of environments()) {
  describe(environment, () => {
    for (const name of casesOf(environment)) {
      const own = readCase(environment, name);
      test.each(formsOf(own))(`${name}: %s`, async (form) => {
        const entries = known(environment, name, form);
        vi.spyOn(console, "warn").mockImplementation(() => undefined);
        const outcome = await attempt(environment, own, form);
        vi.restoreAllMocks();
        const { refused = "", predictions = 0, step = 0, notTrained, notSaved, same } = outcome;
        const said = (text: string, key: "refused" | "notSaved"): void => {
          const told = entries.filter((one) => one[key]?.test(text));
          expect(told.length ? "known" : text, key).toBe("known");
          for (const entry of told) seen.add(entry);
        };
        const within = (distance: number, usual: number, key: "predictions" | "step"): void => {
          if (distance < usual) return;
          expect(distance, key).toBeLessThanOrEqual(Math.max(usual, ...those(entries, key)));
          for (const entry of entries) if (entry[key] !== undefined) seen.add(entry);
        };
        tried.push({
          environment,
          writer: own.header.writer,
          kind: name,
          form,
          outcome: { ...outcome, saved: undefined },
        });
        if (outcome.refused !== undefined) return said(refused, "refused");
        within(predictions, 1e-5, "predictions");
        expect(notTrained).toBeUndefined();
        within(step, 1e-4, "step");
        if (notSaved === undefined) expect(same, "saved and read again").toBe(true);
        else said(notSaved, "notSaved");
      });
    }
  });
}

test("all that is known shows in a file", () => {
  expect(KNOWN.filter((entry) => !seen.has(entry)).map(({ why }) => why)).toEqual([]);
});

test("docs/files.md tells it: KERATIN_DOCS=write npx vitest run tests/saving/files.test.ts writes it anew", () => {
  const tables = { formats: formatsTable(tried), versions: versionsTable(tried), reasons: reasons(tried) };
  const { has, should } = onPage(tables);
  expect(has).toBe(should);
});
