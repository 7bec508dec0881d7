import { expect, test } from "vitest";
import { layers, type Model, Sequential, type Tensor } from "../../ts/index";

/** A model whose step takes longer than a slice of the event loop, so that calls overlap inside steps. */
function slow(filters: number): Model {
  return new Sequential([
    layers.input({ shape: [64, 64, 8] }),
    layers.conv2d({ filters, kernelSize: 5, activation: "relu" }),
    layers.conv2d({ filters: 8, kernelSize: 5 }),
    layers.globalAveragePooling2d(),
  ]);
}

const data = (seed: number): Float32Array =>
  Float32Array.from({ length: 24 * 64 * 64 * 8 }, (_, i) => Math.sin(i * 0.37 + seed));

test("predictions that run at the same time do not disturb one another", async () => {
  const [a, b] = [slow(48), slow(40)];
  const inputs = [data(1), data(2), data(3)];
  const alone: Tensor[] = [];
  for (const x of inputs) alone.push(await a.predict(x, { batchSize: 24 }), await b.predict(x, { batchSize: 24 }));
  const together = await Promise.all(
    inputs.flatMap((x) => [a.predict(x, { batchSize: 24 }), b.predict(x, { batchSize: 24 })]),
  );
  together.forEach((y, i) => expect(y.dataSync()).toEqual(alone[i]!.dataSync()));
});

test("a prediction in the middle of a fit sees whole steps and leaves the fit its bits", async () => {
  const train = async (disturbed: boolean): Promise<Float32Array> => {
    const net = slow(32);
    net.setWeights(net.weights.map((v, k) => Float32Array.from({ length: v.size }, (_, i) => Math.cos(i + k) * 0.05)));
    net.compile({ optimizer: "sgd", loss: "mse" });
    const fit = net.fit(data(1), new Float32Array(24 * 8), { batchSize: 8, epochs: 2, shuffle: false, verbose: 0 });
    if (disturbed) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      const y = await net.predict(data(2).subarray(0, 8 * 64 * 64 * 8));
      expect(y.dataSync().every(Number.isFinite)).toBe(true);
    }
    await fit;
    return net.weights[0]!.read() as Float32Array;
  };
  expect(await train(true)).toEqual(await train(false));
});
