/** Program C of the design, and the first example of every Keras backend: constants added and multiplied. */
import { inspect } from "node:util";
import { K } from "keratin";
import { expect, test } from "vitest";

const a = K.constant([
  [1, 2],
  [3, 4],
]);
const b = K.constant([
  [5, 6],
  [7, 8],
]);

test("K.eval of a sum and a product of matrices gives numbers that print like NumPy's", () => {
  const sum = K.eval(K.add(a, b));
  const product = K.eval(K.dot(a, b));
  expect(sum).toEqual([
    [6, 8],
    [10, 12],
  ]);
  expect(product).toEqual([
    [19, 22],
    [43, 50],
  ]);
  expect(inspect(sum)).toBe("[[ 6.  8.]\n [10. 12.]]");
  expect(inspect(product)).toBe("[[19. 22.]\n [43. 50.]]");
  expect(String(K.multiply(a, b))).toBe("[[ 5. 12.]\n [21. 32.]]");
});

test("what K.eval gives is plain arrays, whose inspect hook nobody sees", () => {
  const sum = K.eval(K.add(a, b)) as number[][];
  expect(Array.isArray(sum)).toBe(true);
  expect(Object.keys(sum)).toEqual(["0", "1"]);
  expect(JSON.stringify(sum)).toBe("[[6,8],[10,12]]");
  expect(K.eval(K.sum(a))).toBe(10);
});
