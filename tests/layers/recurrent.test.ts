/** What the fixtures of recurrent layers cannot hold: errors, cells of the user's own, dropout, files, states over time. */
import { describe, expect, test } from "vitest";
import {
  type CallOptions,
  input,
  K,
  Layer,
  layers,
  loadModel,
  Model,
  ops,
  Sequential,
  ShapeError,
  StateError,
  type Tensor,
  tensor,
  ValueError,
  type Variable,
} from "../../ts/index";
import { fails } from "../models/support";

const wave = (...shape: number[]): Tensor => {
  const size = shape.reduce((a, b) => a * b, 1);
  return tensor(
    Float32Array.from({ length: size }, (_, i) => Math.sin(0.7 * i + 1)),
    shape,
  );
};
const close = (a: Tensor, b: Tensor): void => {
  const wanted = b.dataSync();
  expect(a.shape).toEqual(b.shape);
  a.dataSync().forEach((value, i) => {
    expect(value).toBeCloseTo(wanted[i]!, 5);
  });
};

/** h' = tanh(x + h w); gives twice the state. */
class Doubling extends Layer {
  static override className = "Doubling";
  stateSize = 3;
  w!: Variable;
  override build(): void {
    this.w = this.addWeight({ name: "w", shape: [3, 3] });
  }
  override call(inputs: Tensor, { states }: CallOptions): Tensor[] {
    const [before] = states as Tensor[];
    const h = ops.tanh(ops.add(inputs, ops.matmul(before!, this.w)));
    return [ops.multiply(h, 2), h];
  }
}

describe("a cell of the user's own", () => {
  test("runs, masks, trains, and comes back from a file", async () => {
    const x = wave(2, 4, 3);
    const layer = new layers.RNN({ cell: new Doubling(), returnSequences: true, returnState: true });
    const [all, last] = layer.applyAll(x) as Tensor[];
    const like = new layers.SimpleRNN({ units: 3, useBias: false, returnSequences: true });
    like.apply(x);
    like.setWeights([ops.reshape([1, 0, 0, 0, 1, 0, 0, 0, 1], [3, 3]), ...layer.getWeights()]);
    close(all!, ops.multiply(like.apply(x), 2));
    close(last!, ops.reshape(ops.slice(like.apply(x), [0, 3, 0], [2, 1, 3]), [2, 3]));
    expect(layer.weights.map((v) => v.path)).toEqual([`${layer.name}/${layer.cell.name}/w`]);
    // Skipped steps give the state, as in Keras: not the last output.
    const mask = tensor([1, 1, 0, 0, 1, 0, 1, 1], [2, 4], "bool");
    const masked = (layer.applyAll(x, { mask }) as Tensor[])[0]!;
    const rows = masked.dataSync();
    expect(rows[2 * 3]).toBeCloseTo(rows[3]! / 2, 6);

    const model = new Sequential([input({ shape: [4, 3] }), new layers.RNN({ cell: new Doubling() })] as never);
    model.compile({ optimizer: "adam", loss: "mse" });
    await model.fit(x, wave(2, 3), { epochs: 2, verbose: 0 });
    const loaded = await loadModel(await model.save(), { customObjects: { Doubling } });
    expect((await loaded.predict(x)).dataSync()).toEqual((await model.predict(x)).dataSync());
  });

  test("must be a cell", async () => {
    await fails(
      () => new layers.RNN({ cell: new layers.Dense({ units: 2 }) as never, name: "r" }),
      ValueError,
      /^r: cell is no cell/,
    );
    await fails(
      () => new layers.StackedRNNCells({ cells: [], name: "s" }),
      ValueError,
      /^s: cells is no list of cells/,
    );
  });
});

describe("states", () => {
  test("of a stateful layer go on from batch to batch, in programs too, until they are reset", async () => {
    const layer = new layers.LSTM({ units: 3, stateful: true, returnSequences: true });
    const x = input({ batchShape: [2, 5, 3] });
    const model = new Model({ inputs: x, outputs: layer.apply(x) });
    const data = wave(2, 10, 3);
    const half = (from: number): Tensor => ops.slice(data, [0, from, 0], [2, 5, 3]);
    const whole = new layers.LSTM({ units: 3, returnSequences: true });
    whole.apply(data);
    whole.setWeights(layer.getWeights());
    const wanted = whole.apply(data);
    for (let round = 0; round < 2; round++) {
      close((await model.predict(half(0))) as Tensor, ops.slice(wanted, [0, 0, 0], [2, 5, 3]));
      close((await model.predict(half(5))) as Tensor, ops.slice(wanted, [0, 5, 0], [2, 5, 3]));
      layer.resetState();
    }
    expect(layer.weights.length).toBe(3);
    const loaded = await loadModel(await model.save());
    close((await loaded.predict(half(0))) as Tensor, ops.slice(wanted, [0, 0, 0], [2, 5, 3]));
    await fails(() => layer.apply(wave(3, 5, 3)), ShapeError, /a stateful layer cannot change its batch size/);
    const free = new layers.GRU({ units: 2, stateful: true, name: "g" });
    await fails(
      () => free.apply(input({ shape: [5, 3] })),
      ShapeError,
      /^g: a stateful layer needs a known batch size/,
    );
  });

  test("given to a call are part of a graph and of its file", async () => {
    const x = input({ shape: [4, 3] });
    const [, h, c] = new layers.LSTM({ units: 2, returnState: true }).applyAll(x) as Tensor[];
    const y = new layers.LSTM({ units: 2 }).apply(x, { initialState: [h!, c!] });
    const model = new Model({ inputs: x, outputs: y });
    const loaded = await loadModel(await model.save());
    expect((await loaded.predict(wave(2, 4, 3))).dataSync()).toEqual((await model.predict(wave(2, 4, 3))).dataSync());
  });

  test("hide a mask that only the input carries, as in Keras, but not one that is given", () => {
    const rows = ops.multiply(wave(2, 4, 3), ops.reshape([1, 1, 0, 0, 1, 0, 1, 1], [2, 4, 1]));
    const carried = layers.masking().apply(rows);
    const mask = tensor([1, 1, 0, 0, 1, 0, 1, 1], [2, 4], "bool");
    const state = ops.ones([2, 2]);
    const gru = new layers.GRU({ units: 2 });
    const both = new layers.Bidirectional({ layer: gru });
    for (const [layer, initialState] of [
      [gru, [state]],
      [both, [state, state]],
    ] as const) {
      const plain = layer.apply(rows, { initialState }).dataSync();
      expect(layer.apply(carried, { initialState }).dataSync()).toEqual(plain);
      const masked = layer.apply(carried, { initialState, mask }).dataSync();
      expect(masked).toEqual(layer.apply(rows, { initialState, mask }).dataSync());
      expect(masked).not.toEqual(plain);
      expect(layer.apply(carried).dataSync()).toEqual(layer.apply(rows, { mask }).dataSync());
    }
  });

  test("that do not fit are refused", async () => {
    const layer = new layers.LSTM({ units: 2, name: "l" });
    await fails(
      () => layer.apply(wave(2, 4, 3), { initialState: [ops.zeros([2, 2])] }),
      ShapeError,
      /^l: initialState does not fit. Expected states of shapes \[2,2\], \[2,2\]/,
    );
    await fails(() => layer.apply(wave(2, 4, 3), { initialState: "x" }), ValueError, /^l: initialState is no tensor/);
  });
});

describe("dropout", () => {
  test.each([
    ["LSTM", {}],
    ["LSTM", { implementation: 1 }],
    ["GRU", { resetAfter: false }],
    ["SimpleRNN", {}],
  ] as const)("%s %o drops the same features at all steps, only in training", (name, own) => {
    const x = ops.ones([64, 3, 8]);
    const make = (options: object): Layer =>
      new (layers[name] as new (options: object) => Layer)({ units: 4, seed: 5, ...own, ...options });
    for (const rate of ["dropout", "recurrentDropout"]) {
      const layer = make({ [rate]: 0.5, returnSequences: true });
      const still = layer.apply(x);
      expect(layer.apply(x, { training: false }).dataSync()).toEqual(still.dataSync());
      const dropped = layer.apply(x, { training: true });
      // Rows are equal without dropout, and differ with it.
      const rows = new Set(
        Array.from({ length: 64 }, (_, i) =>
          dropped
            .dataSync()
            .slice(i * 12 + 8, i * 12 + 12)
            .join(),
        ),
      );
      expect(rows.size).toBeGreaterThan(4);
      expect(dropped.dataSync().every(Number.isFinite)).toBe(true);
    }
    const none = make({ dropout: 0.4, recurrentDropout: 0.4 });
    none.apply(x);
    expect(() => make({ dropout: -1 })).toThrow(/dropout is negative/);
  });
});

describe("mistakes", () => {
  test("say what is wrong", async () => {
    const layer = new layers.GRU({ units: 2, name: "g" });
    layer.apply(wave(2, 4, 3));
    await fails(() => layer.apply(wave(2, 4)), ShapeError, /^g: input has 2 axes but the layer needs 3/);
    await fails(() => layer.apply(wave(2, 4, 5)), ShapeError, /input has 5 features but its kernel was built for 3/);
    await fails(() => layer.apply(ops.ones([2, 0, 3])), ShapeError, /^g: input has no steps/);
    await fails(
      () => layer.apply(wave(2, 4, 3), { mask: ops.ones([2, 3]) }),
      ShapeError,
      /^g: the mask does not fit the input/,
    );
    await fails(
      () => new layers.LSTM({ units: 2, useCudnn: true, name: "l" }),
      ValueError,
      /^l: useCudnn is not supported/,
    );
    await fails(() => new layers.LSTM({ units: 0, name: "l" }), ValueError, /units is no positive whole number/);
    await fails(
      () => new layers.Bidirectional({ layer: new layers.Dense({ units: 1 }), name: "b" }),
      ValueError,
      /^b: layer is no recurrent layer/,
    );
    const back = new layers.GRU({ units: 2, returnSequences: true });
    await fails(
      () => new layers.Bidirectional({ layer, backwardLayer: back, name: "b" }),
      ValueError,
      /^b: both layers run in the same direction/,
    );
    await fails(
      () => new layers.Bidirectional({ layer, mergeMode: "max", name: "b" }),
      ValueError,
      /^b: mergeMode is unknown/,
    );
    await fails(
      () => new layers.TimeDistributed({ layer, name: "t" }).apply(wave(2, 3)),
      ShapeError,
      /^t: input has 2 axes/,
    );
    const conv = new layers.ConvLSTM1D({ filters: 1, kernelSize: 2, name: "c" });
    await fails(() => conv.apply(input({ shape: [3, null, 2] })), ShapeError, /needs known sizes but for the batch/);
    await fails(
      () => new layers.ConvLSTM2D({ filters: 1, kernelSize: [1, 2, 3] }),
      ValueError,
      /kernelSize does not fit/,
    );
  });

  test("gradients of gradients are refused by the kernels, and composed for other activations", async () => {
    const x = K.variable(wave(2, 3, 2));
    const twice = (layer: Layer): unknown => {
      const y = ops.sum(ops.square(layer.apply(x.value)));
      const [g] = K.gradients(y, [x]);
      return K.gradients(ops.sum(ops.square(g!)), [x])[0]!.dataSync();
    };
    await fails(
      () => twice(new layers.LSTM({ units: 2 })),
      StateError,
      /^lstm: its kernel has no gradients of gradients/,
    );
    expect(twice(new layers.LSTM({ units: 2, activation: (z: Tensor) => ops.tanh(z) }))).toHaveLength(12);
  });
});

test("a function in place of a name gives what the kernel gives", () => {
  const x = wave(3, 5, 4);
  const mask = tensor([1, 0, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0], [3, 5], "bool");
  for (const name of ["LSTM", "GRU", "SimpleRNN"] as const) {
    const type = layers[name] as new (options: object) => Layer;
    const kernel = new type({ units: 6, returnSequences: true });
    const composed = new type({ units: 6, returnSequences: true, activation: (z: Tensor) => ops.tanh(z) });
    kernel.apply(x);
    composed.apply(x);
    composed.setWeights(kernel.getWeights());
    close(composed.apply(x, { mask }), kernel.apply(x, { mask }));
  }
});

test("a model inside TimeDistributed comes back from a file", async () => {
  const inner = new Sequential([input({ shape: [4] }), layers.dense({ units: 3, activation: "relu" })] as never);
  const model = new Sequential([
    input({ shape: [5, 4] }),
    layers.timeDistributed({ layer: inner }),
    layers.bidirectional({
      layer: layers.rnn({ cell: [layers.gruCell({ units: 2 }), layers.lstmCell({ units: 3 })] }),
    }),
  ] as never);
  model.compile({ optimizer: "adam", loss: "mse" });
  const x = wave(2, 5, 4);
  await model.fit(x, wave(2, 6), { epochs: 2, verbose: 0 });
  const loaded = await loadModel(await model.save());
  expect((await loaded.predict(x)).dataSync()).toEqual((await model.predict(x)).dataSync());
  const optimizer = (m: Model): number[][] => m.compiled!.optimizer.variables.map((v) => [...v.read()]);
  expect(optimizer(loaded)).toEqual(optimizer(model));
});

test("an input that is no sequence is refused in the layer's own name", () => {
  expect(() => layers.lstm({ units: 2, name: "net" }).apply(ops.ones([3, 4]))).toThrow(
    "net: input has 2 axes but the layer needs 3",
  );
  expect(() => layers.bidirectional({ layer: layers.gru({ units: 2 }) }).apply(ops.ones([3, 4]))).toThrow(
    "input has 2 axes but the layer needs 3",
  );
});
