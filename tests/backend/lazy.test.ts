/** Laziness is invisible: an op means the values at the moment of the call. */
import { describe, expect, test } from "vitest";
import { tensor } from "../../ts/backend/evaluate";
import * as K from "../../ts/backend/K";
import type { Tensor } from "../../ts/core/tensor";
import * as ops from "../../ts/ops/gen/public";

describe("values at the moment of the call", () => {
  test("assigning after reading does not change what was read", () => {
    const v = K.variable([1, 2]);
    const read = v.value;
    const sum = K.add(v, 10);
    const later = K.square(sum);
    K.update(v, [5, 6]);
    const after = K.add(v, 10);
    expect(K.eval(later)).toEqual([121, 144]);
    expect(K.eval(sum)).toEqual([11, 12]);
    expect(K.eval(read)).toEqual([1, 2]);
    expect(K.eval(after)).toEqual([15, 16]);
    expect(K.eval(v)).toEqual([5, 6]);
  });

  test("the same when the variable lies on the device already, and through several assignments", () => {
    const v = K.variable(0);
    expect(K.eval(K.add(v, 1))).toBe(1);
    const seen: Tensor[] = [];
    for (let i = 0; i < 5; i++) {
      seen.push(K.multiply(v, 2));
      K.updateAdd(v, 1);
    }
    expect(seen.map((x) => K.eval(x))).toEqual([0, 2, 4, 6, 8]);
    K.updateSub(v, 2);
    expect(K.eval(v)).toBe(3);
  });

  test("two variables may swap", () => {
    const [a, b] = [K.variable([1]), K.variable([2])];
    const [x, y] = [a.value, b.value];
    a.assign(y);
    b.assign(x);
    expect([K.eval(a), K.eval(b)]).toEqual([[2], [1]]);
  });

  test("a variable made from a lazy tensor keeps that value", () => {
    const v = K.variable([3]);
    const w = K.variable(K.multiply(v, 2));
    K.setValue(v, [100]);
    expect(K.eval(w)).toEqual([6]);
  });

  test("the user's array may change after the call", () => {
    const values = Float32Array.of(1, 2);
    const [x, y] = [tensor(values), K.add(values, 1)];
    const v = K.variable(values);
    values.fill(9);
    expect([K.eval(x), K.eval(y), K.eval(v)]).toEqual([
      [1, 2],
      [2, 3],
      [1, 2],
    ]);
    const out = x.dataSync();
    const first = K.eval(K.add(x, 0)) as number[];
    expect(first).toEqual([...out]);
  });

  test("setValue takes any value of the shape, as the variable's dtype, and refuses others", () => {
    const v = K.variable([1, 2]);
    K.setValue(v, Int32Array.of(7, 8));
    expect(K.getValue(v)).toEqual([7, 8]);
    expect(() => K.setValue(v, [1, 2, 3])).toThrow(/another shape/);
    expect(K.eval(v.assign(tensor(Int32Array.of(1, 2))))).toEqual([1, 2]);
    const whole = K.variable(Int32Array.of(1, 2));
    K.setValue(whole, [2.9, -2.9]);
    expect(K.getValue(whole)).toEqual([2, -2]);
    v.assign([3, 4]).assignAdd(1).assignSub([0, 2]);
    expect(K.getValue(v)).toEqual([4, 3]);
  });
});

describe("long chains", () => {
  test("50,000 adds neither overflow a stack nor lose a value", () => {
    let x: Tensor = tensor(Float32Array.of(0, 0.5));
    for (let i = 0; i < 50_000; i++) x = K.add(x, 1);
    expect(K.eval(x)).toEqual([50_000, 50_000.5]);
  });

  test("a long chain over a variable has its gradient", () => {
    const v = K.variable([2]);
    let x: Tensor = K.multiply(v, 1);
    for (let i = 0; i < 6000; i++) x = K.add(x, v);
    const [g] = K.gradients(x, [v]);
    expect(K.eval(g!)).toEqual([6001]);
  });

  test("a long chain behind a placeholder compiles in time that grows with its length", () => {
    const x = K.placeholder({ shape: [2] });
    const operation = K.function([x], [chain(x, 5000)]);
    expect(operation([[1, 2]])[0]).toEqual([5001, 5002]);
  });
});

function chain(x: Tensor, length: number): Tensor {
  let y = x;
  for (let i = 0; i < length; i++) y = K.add(y, 1);
  return y;
}

test("reading twice gives one value, and dispose ends a tensor", () => {
  const x = ops.add([1], [2]);
  expect(x.dataSync()).toEqual(x.dataSync());
  x.dispose();
  expect(() => x.dataSync()).toThrow(/after dispose/);
});

test("what data gives is the reader's own", async () => {
  const x = tensor([1, 2, 3]);
  (await x.data())[0] = 50;
  x.dataSync()[1] = 60;
  expect(x.arraySync()).toEqual([1, 2, 3]);
});

test("a disposed tensor is refused, and what was made of it before keeps its values", () => {
  const x = tensor([1, 2]);
  const y = ops.add(x, 1);
  x.dispose();
  expect(y.arraySync()).toEqual([2, 3]);
  expect(() => ops.add(x, 1)).toThrow(/add: a tensor was disposed/);
  expect(() => x.arraySync()).toThrow(/after dispose/);
});

test("data and array give what their synchronous forms give", async () => {
  const x = ops.multiply([[1, 2]], 3);
  expect(await x.array()).toEqual([[3, 6]]);
  expect(await x.data()).toEqual(Float32Array.of(3, 6));
  await expect(K.placeholder({ shape: [1] }).data()).rejects.toThrow(/symbolic/);
});
