/** Ops made of others where no fixture of Keras holds them: NumPy's values, errors, what is saved. */
import { input, K, loadModel, Model, ops, tensor } from "keratin";
import { describe, expect, test } from "vitest";
import { serializeModel } from "../../ts/models/serialize";

const int = (values: number[], shape?: number[]) => tensor(Int32Array.from(values), shape);

test("makers of matrices", () => {
  expect(ops.eye(2, { M: 3, k: 1, dtype: "int32" }).arraySync()).toEqual([
    [0, 1, 0],
    [0, 0, 1],
  ]);
  expect(ops.tri(2, { M: 3, k: 1 }).arraySync()).toEqual([
    [1, 1, 0],
    [1, 1, 1],
  ]);
  expect(ops.identity(2).dtype).toBe("float32");
  expect(ops.diag([[1, 2, 3]], { k: 2 }).arraySync()).toEqual([3]);
  expect(ops.diag([[1, 2, 3]], { k: 5 }).shape).toEqual([0]);
  expect(() => ops.diag(1)).toThrow("diag: the input is no vector and no matrix");
  expect(() => ops.tril([1])).toThrow("tril: the input is no matrix");
});

test("bincount counts up to the length it is told, and stops at more", () => {
  const x = int([1, 0, 1, 3, 0, 1], [2, 3]);
  const counts = ops.bincount(x, { minlength: 4 });
  expect([counts.dtype, counts.arraySync()]).toEqual([
    "int32",
    [
      [1, 2, 0, 0],
      [1, 1, 0, 1],
    ],
  ]);
  expect(ops.bincount(int([1, 0, 1]), { weights: [0.5, 1, 2], minlength: 2 }).arraySync()).toEqual([1, 2.5]);
  expect(() => ops.bincount(int([1, 2]), { minlength: 2 }).dataSync()).toThrow("Received 2");
  expect(() => ops.bincount(int([1]))).toThrow("Write ops.bincount(x, { minlength: 10 })");
});

test("repeat takes a number for each place", () => {
  const x = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  expect(ops.repeat(x, [2, 0, 1], { axis: 1 }).arraySync()).toEqual([
    [1, 1, 3],
    [4, 4, 6],
  ]);
  expect(ops.repeat(x, [2], { axis: 0 }).shape).toEqual([4, 3]);
  expect(() => ops.repeat(x, [1, 2], { axis: 1 })).toThrow("there is not one number for each place");
});

test("spaces of numbers", () => {
  const [numbers, step] = ops.linspace(0, 1, { num: 5, retstep: true });
  expect([numbers!.arraySync(), step!.arraySync()]).toEqual([[0, 0.25, 0.5, 0.75, 1], 0.25]);
  expect(ops.linspace([0, 10], 20, { num: 2, axis: -1 }).arraySync()).toEqual([
    [0, 20],
    [10, 20],
  ]);
  expect(ops.linspace(3, 4, { num: 1 }).arraySync()).toEqual([3]);
  expect(ops.linspace(3, 4, { num: 0 }).shape).toEqual([0]);
  expect(() => ops.linspace(3, 4, { num: 1.5 })).toThrow("num is no whole number");
});

test("vectors side by side", () => {
  expect(ops.hstack([[1, 2], [3]]).arraySync()).toEqual([1, 2, 3]);
  expect(ops.hstack([1, 2]).arraySync()).toEqual([1, 2]);
  expect(ops.dstack([1, 2]).shape).toEqual([1, 1, 2]);
  expect(ops.hsplit([1, 2, 3, 4], [1, 3]).map((part) => part.arraySync())).toEqual([[1], [2, 3], [4]]);
  expect(ops.arraySplit([1, 2, 3, 4, 5], 3).map((part) => part.size)).toEqual([2, 2, 1]);
});

test("whole numbers and bits", () => {
  expect(ops.mod(int([7, -7, 7, 5]), int([-4, 4, 4, 0])).arraySync()).toEqual([-1, 1, 3, 0]);
  expect(ops.mod(tensor([0.3, -0.3, 1e8]), tensor([0.1, 0.1, 3])).arraySync()).toEqual([
    ...ops.fmod([0.3], [0.1]).dataSync(),
    Math.fround(Math.fround(0.1) - Math.fround(Math.fround(0.3) % Math.fround(0.1))),
    1,
  ]);
  expect(ops.bitwiseLeftShift(int([1, 1, 1]), int([31, 32, -1])).arraySync()).toEqual([-(2 ** 31), 0, 0]);
  expect(ops.bitwiseAnd(tensor([true, false]), tensor([true, true])).dtype).toBe("bool");
  expect(() => ops.bitwiseInvert([0.5])).toThrow("bitwise_invert: takes whole numbers only");
  expect(() => ops.gcd([1], [2])).toThrow("gcd: takes whole numbers only");
});

describe("rearrange", () => {
  const x = tensor(
    Float32Array.from({ length: 24 }, (_, i) => i),
    [2, 4, 3],
  );

  test("takes axes apart and puts them together", () => {
    const y = ops.rearrange(x, "b (h p) c -> (b h) (p c)", { p: 2 });
    expect(y.shape).toEqual([4, 6]);
    expect(y.dataSync()).toEqual(x.dataSync());
    expect(ops.rearrange(x, "b w c -> c (w b)").dataSync().slice(0, 4)).toEqual(Float32Array.of(0, 12, 3, 15));
    expect(() => ops.rearrange(x, "b (h p) c -> b h p c", { p: 3 })).toThrow("the pattern does not fit the tensor");
    expect(() => ops.rearrange(x, "b w -> w b")).toThrow("the pattern does not fit the tensor");
  });

  test("keeps the sizes it was told in a file", async () => {
    const symbol = input({ shape: [4, 3] });
    const model = new Model({ inputs: symbol, outputs: ops.rearrange(symbol, "b (h p) c -> b h (p c)", { p: 2 }) });
    const again = await loadModel(await model.save());
    expect((await again.predict(x)).shape).toEqual([2, 2, 6]);
  });
});

test("patches of volumes, and images that are too small", () => {
  const x = ops.reshape(ops.arange(16), [1, 2, 2, 2, 2]);
  const y = ops.image.extractPatches3d(x, 2);
  expect([y.shape, ...y.dataSync()]).toEqual([[1, 1, 1, 1, 16], ...Array(16).keys()]);
  expect(() => ops.unfold(ops.ones([1, 1, 2, 2]), 3)).toThrow("unfold: the blocks are larger than the image");
  expect(() => ops.image.padImages(ops.ones([2, 2, 1]), { topPadding: 1 })).toThrow("pad_images: the sizes do not fit");
  expect(() => ops.image.cropImages(ops.ones([2, 2, 1]), { topCropping: 3, bottomCropping: 0 })).toThrow("crop_images");
  expect(() => ops.image.rgbToHsv(ops.ones([2, 2, 4]))).toThrow("the images have the wrong number of channels");
});

test("small matrices: singular ones, batches, and what is refused", () => {
  expect(
    ops
      .det([
        [1, 2],
        [2, 4],
      ])
      .arraySync(),
  ).toBeCloseTo(0);
  const batch = tensor(Float32Array.of(0, 1, 1, 0, 2, 0, 0, 2), [2, 2, 2]);
  expect(ops.det(batch).arraySync()).toEqual([-1, 4]);
  expect(ops.inv(batch).arraySync()).toEqual([
    [
      [0, 1],
      [1, 0],
    ],
    [
      [0.5, 0],
      [0, 0.5],
    ],
  ]);
  expect(
    ops
      .cholesky([
        [1, 2],
        [2, 1],
      ])
      .dataSync()
      .every((v, i) => i === 1 || Number.isNaN(v)),
  ).toBe(true);
  expect(() => ops.inv([[1, 2]])).toThrow("inv: the matrices are not square");
  expect(() => ops.qr([[1]], { mode: "raw" })).toThrow("qr: the mode is unknown");
});

test("values do not turn into NaN where one of two formulas would overflow", () => {
  const far = tensor([-80, -50, 50, 80]);
  const grad = (fn: (x: typeof far) => typeof far): ArrayLike<number> => {
    const v = K.variable([-80, -50, 50, 80]);
    return K.gradients(ops.sum(fn(v.value)), [v])[0]!.dataSync();
  };
  for (const fn of [ops.arcsinh, ops.sinc, ops.erfc, ops.i0, ops.arctan]) {
    expect([...fn(far).dataSync()].some(Number.isNaN)).toBe(false);
    expect([...(grad(fn) as Float32Array)].some(Number.isNaN)).toBe(false);
  }
  expect(ops.arcsinh([1e30, -1e30]).arraySync()).toEqual([
    Math.fround(Math.asinh(1e30)),
    Math.fround(-Math.asinh(1e30)),
  ]);
  expect(ops.sinh([-89, 89]).dataSync()[1]).toBeCloseTo(2.2448e38, -35);
  expect(ops.hypot([3e38, Number.POSITIVE_INFINITY], [1, Number.POSITIVE_INFINITY]).arraySync()).toEqual([
    Math.fround(3e38),
    Number.POSITIVE_INFINITY,
  ]);
});

test("softmax takes all axes, and a file keeps that", async () => {
  const x = input({ shape: [2, 2] });
  const model = new Model({ inputs: x, outputs: ops.logSoftmax(x, { axis: [1, 2] }) });
  const again = await loadModel(await model.save());
  const data = tensor([
    [
      [1, 2],
      [3, 4],
    ],
  ]);
  expect((await again.predict(data)).dataSync()).toEqual((await model.predict(data)).dataSync());
  expect(ops.softmax(data, { axis: null }).dataSync()).toEqual(ops.softmax(data, { axis: [0, 1, 2] }).dataSync());
});

test("an op that Keras's class wants all arguments of is saved with them", async () => {
  const x = input({ shape: [3] });
  const model = new Model({ inputs: x, outputs: ops.batchNormalization(x, [0, 0, 0], [1, 1, 1], -1) });
  expect(JSON.stringify(serializeModel(model))).toContain('"kwargs":{"offset":null,"scale":null}');
  const again = await loadModel(await model.save());
  expect((await again.predict([[1, 2, 3]])).shape).toEqual([1, 3]);
});
