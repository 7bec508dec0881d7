/** Scores, differences, the random inputs and the table's place. */
import { describe, expect, test } from "vitest";
import { fractions, randomInputs } from "./random";
import { accuracy, anomalies, auc, difference, shown } from "./score";
import { placed } from "./table";

describe("scores", () => {
  test("count the likeliest class, the first of equals", () => {
    const outputs = Float32Array.of(0.1, 0.9, 0.5, 0.5, 0.8, 0.2);
    const score = accuracy(outputs, Int32Array.of(1, 0, 1));
    expect(score).toEqual({ metric: "accuracy", right: 2, rows: 3 });
    expect(shown(score)).toBe("66.7 % (2 of 3)");
  });

  test("of anomalies are pairs in the right order", () => {
    expect(auc([3, 1, 2, 2], Int32Array.of(1, 0, 1, 0))).toBe((1 + 1 + 1 + 0.5) / 4);
    const score = anomalies(Float32Array.of(1, 2, 0, 0), Float32Array.of(0, 0, 0, 1), Int32Array.of(1, 0));
    expect(score).toEqual({ metric: "AUC", value: 1, clips: [2.5, 0.5] });
    expect(shown(score)).toBe("AUC 1.000");
  });
});

describe("differences", () => {
  test("are relative above 1", () => {
    expect(difference([0.5, 110], [0.25, 100])).toBe(0.25);
    expect(difference([101], [100])).toBeCloseTo(0.01, 12);
  });

  test.each([
    [[1], [1, 2]],
    [[Number.NaN], [1]],
    [
      [1, 2],
      [1, Number.NaN],
    ],
    [[Number.POSITIVE_INFINITY], [1]],
  ])("%j from %j is without bound", (ours, python) => {
    expect(difference(ours, python)).toBe(Number.POSITIVE_INFINITY);
  });
});

test("random inputs are those of the generator", () => {
  const states = [1015568748, 1586005467, 2165703038].map((state) => Math.floor(state / 256) / 2 ** 24);
  expect([...fractions(3)]).toEqual(states);
  expect([...randomInputs(1, [-2, 2])]).toEqual([Math.fround(-2 + 4 * states[0]!)]);
});

describe("the page", () => {
  test("gets the table between its marks", () => {
    expect(placed("a\n<!-- evaluation -->\nold\n<!-- /evaluation -->\nb", "new")).toBe(
      "a\n<!-- evaluation -->\nnew\n<!-- /evaluation -->\nb",
    );
  });

  test("without marks is refused", () => {
    expect(() => placed("a", "new")).toThrow(/docs\/models\.md: has no place for the table/);
    expect(() => placed("<!-- /evaluation --> <!-- evaluation -->", "new")).toThrow(/has no place/);
  });
});
