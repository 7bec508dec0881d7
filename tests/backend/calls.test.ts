/** The one calling rule, and errors that show the right form. */
import { describe, expect, test } from "vitest";
import { tensor } from "../../ts/backend/evaluate";
import * as K from "../../ts/backend/K";
import { KeratinError, ShapeError, ValueError } from "../../ts/core/errors";
import * as ops from "../../ts/ops/gen/public";

// The wrong calls are not typed: JavaScript makes them.
const any = ops as unknown as Record<string, (...args: unknown[]) => unknown>;
const anyK = K as unknown as Record<string, (...args: unknown[]) => unknown>;
const x = [
  [1, 2],
  [3, 4],
];

const WRONG: [string, () => unknown, RegExp][] = [
  [
    "a number for options",
    () => any["sum"]!(x, 1),
    /^sum: options belong in one object at the end\. Received options=1\. Write ops\.sum\(x, \{ axis: 1 \}\)\.$/,
  ],
  ["an array for options", () => any["sum"]!(x, [0, 1]), /Write ops\.sum\(x, \{ axis: 1 \}\)/],
  ["null for options", () => any["max"]!(x, null), /options belong in one object/],
  ["a string for options", () => any["softmax"]!(x, "axis"), /Write ops\.softmax\(x, \{ axis: -1 \}\)/],
  ["a tensor for options", () => any["sum"]!(x, tensor([1])), /a Tensor/],
  [
    "an unknown option",
    () => any["sum"]!(x, { axes: 1 }),
    /^sum: has no option "axes"\. Expected one of axis, keepdims\. Write "axis"\./,
  ],
  [
    "an option of another spelling",
    () => any["sum"]!(x, { keepDims: true }),
    /has no option "keepDims".* Write "keepdims"\.$/,
  ],
  ["an option like no other", () => any["sum"]!(x, { along: 1 }), /has no option "along".* Write ops\.sum\(x, \{ axis/],
  ["transpose by position", () => any["transpose"]!(x, [1, 0]), /ops\.transpose\(x, \{ axes: \[1, 0\] \}\)/],
  [
    "conv by position",
    () => any["conv"]!(ops.ones([1, 3, 3, 1]), ops.ones([1, 1, 1, 1]), 2),
    /ops\.conv\(x, kernel, \{ strides: 2/,
  ],
  ["concatenate by position", () => any["concatenate"]!([x, x], 1), /ops\.concatenate\(\[a, b\], \{ axis: -1 \}\)/],
  ["take by position", () => any["take"]!(x, [0], 0), /ops\.take\(x, indices, \{ axis: 0 \}\)/],
  ["squeeze by position", () => any["squeeze"]!(x, 0), /ops\.squeeze\(x, \{ axis: 0 \}\)/],
  ["K.variable by position", () => anyK["variable"]!([1], "int32"), /K\.variable\(\[1, 2\], \{ name: "v" \}\)/],
  ["K.constant by position", () => anyK["constant"]!([1], "int32"), /K\.constant\(/],
  ["a class instance for options", () => any["sum"]!(x, new Map()), /options belong/],
  ["gelu with a truth value", () => any["gelu"]!(x, true), /options belong/],
];

test.each(WRONG)("%s is an error that shows the right form", (_note, call, message) => {
  expect(call).toThrow(ValueError);
  expect(call).toThrow(message);
});

const BAD: [string, () => unknown, RegExp][] = [
  [
    "operands that do not broadcast",
    () => ops.add([1, 2], [1, 2, 3]),
    /^add: the operands do not broadcast\. Expected .* Received shapes \[2\] and \[3\]/,
  ],
  [
    "an axis out of range",
    () => ops.sum(x, { axis: 2 }),
    /^sum: axis is out of range\. Expected an integer from -2 to 1\. Received axis=2/,
  ],
  ["an axis of a scalar", () => ops.sum(1, { axis: 0 }), /the tensor is a scalar/],
  ["an axis named twice", () => ops.sum(x, { axis: [0, -2] }), /named twice/],
  ["an axis that is no number", () => ops.sum(x, { axis: "0" as never }), /sum/],
  [
    "a shape that does not hold the elements",
    () => ops.reshape(x, [3, -1]),
    /^reshape: .* Received x\.shape=\[2, 2\], newshape=\[3, -1\]/,
  ],
  ["two free sizes", () => ops.reshape(x, [-1, -1]), /reshape/],
  ["matrices whose inner sizes differ", () => ops.matmul(x, [[1, 2, 3]]), /^matmul: .*Expected x2 with 2 rows/],
  ["irregular nested arrays", () => tensor([[1, 2], [3]]), /nested arrays are not regular.*2 elements at depth 1/],
  ["values that do not fill the shape", () => tensor([1, 2, 3], [2, 2]), /do not fill the shape.*4 values/],
  ["a negative size", () => ops.zeros([-1]), /shape/],
  ["a block outside", () => ops.slice(x, [0, 1], [2, 2]), /^slice: the block does not lie inside/],
  ["an axis that does not divide", () => ops.split([1, 2, 3], 2), /does not divide/],
  ["axes that are no permutation", () => ops.transpose(x, { axes: [0, 0] }), /no permutation/],
  ["a broadcast to a smaller shape", () => ops.broadcastTo(x, [2]), /does not broadcast/],
  ["tensors that do not fit together", () => ops.concatenate([[1], [[1]]]), /do not fit together/],
  ["nothing to stack", () => ops.stack([]), /needs a list/],
];

test.each(BAD)("%s is a ShapeError that says so", (_note, call, message) => {
  expect(call).toThrow(ShapeError);
  expect(call).toThrow(message);
});

describe("values that are no tensor", () => {
  test.each([
    ["a string", "a"],
    ["undefined", undefined],
    ["null", null],
    ["an object", {}],
    ["a function", () => 1],
    ["text in an array", ["1"]],
  ])("%s is an error that names the op", (_note, value) => {
    expect(() => any["add"]!(value, 1)).toThrow(KeratinError);
    expect(() => any["add"]!(value, 1)).toThrow(/^add: /);
  });

  test("an unknown dtype, mode or padding is an error that lists what is known", () => {
    expect(() => ops.cast(x, "complex64")).toThrow(/^cast: is not a dtype.*float32/);
    expect(() => ops.cast(x, 3 as never)).toThrow(/needs a dtype/);
    expect(() => ops.pad(x, 1, { mode: "mean" })).toThrow(/mode/);
    expect(() => ops.maxPool(ops.ones([1, 2, 2, 1]), 2, { padding: "full" })).toThrow(/"valid" or "same"/);
    expect(() => ops.maxPool(ops.ones([1, 2, 2, 1]), 2, { dataFormat: "nchw" })).toThrow(/channels_last/);
  });
});
