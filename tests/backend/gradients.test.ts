/** K.gradients. */
import { expect, test } from "vitest";
import * as K from "../../ts/backend/K";
import * as ops from "../../ts/ops/gen/public";

test("gives gradients of variables and tensors, the sum of a loss that is no scalar", () => {
  const [v, w] = [K.variable([1, 2]), K.variable([3, 4])];
  const product = K.multiply(v, w);
  const [gv, gw, gp] = K.gradients(product, [v, w, product]);
  expect([K.eval(gv!), K.eval(gw!), K.eval(gp!)]).toEqual([
    [3, 4],
    [1, 2],
    [1, 1],
  ]);
  expect(K.gradients(K.sum(v), v).map((g) => K.eval(g!))).toEqual([[1, 1]]);
});

test("works after K.eval, before and after, with the same result", () => {
  const v = K.variable([1, 2, 3]);
  const a = K.exp(v);
  const b = K.square(a);
  const loss = K.sum(b);
  const before = K.eval(K.gradients(loss, [v])[0]!);
  K.eval(a);
  K.eval(loss);
  K.eval(b);
  expect(K.eval(K.gradients(loss, [v])[0]!)).toEqual(before);
});

test("is null for what the loss does not depend on: other variables, cut histories, integers", () => {
  const [v, w] = [K.variable([1, 2]), K.variable([3])];
  expect(K.gradients(K.sum(v), [w])).toEqual([null]);
  expect(K.gradients(K.sum(K.stopGradient(v)), [v])).toEqual([null]);
  expect(K.gradients(K.sum(K.cast(K.argmax(v), "float32")), [v])).toEqual([null]);
  const read = K.sum(K.square(v));
  K.update(v, [5, 5]);
  expect(K.gradients(read, [v])).toEqual([null]);
  expect(K.eval(K.gradients(K.sum(K.square(v)), [v])[0]!)).toEqual([10, 10]);
});

test("gives gradients of gradients, of any order", () => {
  const x = K.variable(2);
  let y = K.multiply(K.multiply(x, K.square(x)), x);
  const found: unknown[] = [];
  for (let order = 0; order < 4; order++) {
    y = K.gradients(y, [x])[0]!;
    found.push(K.eval(y));
  }
  // x^4: 4 x^3, 12 x^2, 24 x, 24.
  expect(found).toEqual([32, 48, 48, 24]);
});

test("passes through placeholders inside K.function", () => {
  const x = K.placeholder({ shape: [null, 2] });
  const w = K.variable([[1], [2]]);
  const loss = K.sum(K.square(K.dot(x, w)));
  const [gw, gx] = K.gradients(loss, [w, x]);
  const f = K.function([x], [loss, gw!, gx!]);
  expect(
    f([
      [
        [1, 1],
        [2, 0],
      ],
    ]),
  ).toEqual([
    13,
    [[14], [6]],
    [
      [6, 12],
      [4, 8],
    ],
  ]);
  K.setValue(w, [[0], [1]]);
  expect(f([[[1, 1]]])).toEqual([1, [[2], [2]], [[0, 2]]]);
  const second = K.gradients(K.sum(gx!), [x])[0]!;
  expect(K.function([x], [second])([[[1, 1]]])).toEqual([[[0, 2]]].map((g) => g));
});

test("a training step by hand: gradients as updates", () => {
  const x = K.placeholder({ shape: [null, 1] });
  const y = K.placeholder({ shape: [null, 1] });
  const [w, b] = [K.variable([[0]]), K.variable([0])];
  const loss = K.mean(K.square(K.subtract(K.add(K.dot(x, w), b), y)));
  const [gw, gb] = K.gradients(loss, [w, b]);
  const step = K.function([x, y], [loss], {
    updates: [
      [w, K.subtract(w, K.multiply(0.1, gw!))],
      [b, K.subtract(b, K.multiply(0.1, gb!))],
    ],
  });
  let last = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 200; i++)
    last = step([
      [[0], [1], [2]],
      [[1], [3], [5]],
    ])[0] as number;
  expect(last).toBeLessThan(1e-4);
  expect((K.eval(w) as number[][])[0]![0]).toBeCloseTo(2, 1);
  expect((K.eval(b) as number[])[0]).toBeCloseTo(1, 1);
});

test("a variable that is not trainable keeps no history once it is evaluated", () => {
  const v = K.variable([1, 2], { trainable: false });
  const loss = K.sum(K.square(v));
  expect(K.eval(K.gradients(loss, [v])[0]!)).toEqual([2, 4]);
  const other = K.sum(K.square(v));
  K.eval(other);
  expect(K.gradients(other, [v])).toEqual([null]);
});

test("adds gradients up where a tensor is used often", () => {
  const v = K.variable([1, 2, 3]);
  const parts = [ops.sum(v), ops.sum(ops.square(v)), ops.max(v), ops.mean(ops.take(v, Int32Array.of(0, 0, 2)))];
  const loss = parts.reduce((a, b) => ops.add(a, b));
  const g = K.eval(K.gradients(loss, [v])[0]!) as number[];
  [1 + 2 + 2 / 3, 1 + 4, 1 + 6 + 1 + 1 / 3].forEach((want, i) => {
    expect(g[i]).toBeCloseTo(want, 5);
  });
});

test("a placeholder's loss counts what was computed from variables outside it", () => {
  const x = K.placeholder({ shape: [null, 2] });
  const w = K.variable([[1], [2]]);
  const penalty = K.sum(K.square(w));
  const shared = K.multiply(w, 3);
  const loss = K.add(K.sum(K.dot(x, shared)), K.add(penalty, K.sum(shared)));
  const [gw, gs] = K.gradients(loss, [w, shared]);
  const f = K.function([x], [loss, gw!, gs!]);
  expect(f([[[1, 1]]])).toEqual([9 + 5 + 9, [[3 + 2 + 3], [3 + 4 + 3]], [[2], [2]]]);
  K.setValue(w, [[0], [1]]);
  expect(
    f([
      [
        [1, 0],
        [0, 0],
      ],
    ]),
  ).toEqual([0 + 1 + 3, [[3 + 0 + 3], [0 + 2 + 3]], [[2], [1]]]);
});
