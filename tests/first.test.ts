import { expect, test } from "vitest";
import { tensor } from "../ts/backend/evaluate";
import * as ops from "../ts/ops/gen/public";
test("first", () => {
  const a = tensor([[1, 2], [3, 4]]), b = tensor([[5, 6], [7, 8]]);
  expect(ops.add(a, b).arraySync()).toEqual([[6, 8], [10, 12]]);
  expect(ops.matmul(a, b).arraySync()).toEqual([[19, 22], [43, 50]]);
  expect(String(ops.softmax([1,2,3]))).toBe("[0.09003057 0.24472848 0.66524094]");
  console.log(String(ops.conv(ops.ones([1,5,5,2]), ops.ones([3,3,2,1]), {padding:"same"})));
  console.log(String(ops.relu(ops.add(ops.multiply(a, [1,2]), ops.reshape([1,2],[2,1])))));
});
