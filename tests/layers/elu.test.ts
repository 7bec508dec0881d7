import { expect, test } from "vitest";
import { K, layers, loadModel, Sequential } from "../../ts/index";

test("ELU bends below zero to -alpha and survives a file", async () => {
  const net = new Sequential([layers.input({ shape: [3] }), layers.elu({ alpha: 2 })]);
  const x = [[-1, 0, 3]];
  const want = [2 * Math.expm1(-1), 0, 3];
  const got = (await net.predict(x)).dataSync();
  want.forEach((value, i) => expect(got[i]).toBeCloseTo(value, 6));
  const back = await loadModel(await net.save());
  expect(K.eval(await back.predict(x))).toEqual(K.eval(await net.predict(x)));
  expect(() => layers.elu({ slope: 1 } as never)).toThrow(/ELU: has no option "slope"/);
});
