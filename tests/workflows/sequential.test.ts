/** Program B of the design: build and train a network from nothing. */
import { layers, Sequential, utils } from "keratin";
import { expect, test } from "vitest";
import { readDigits } from "../../examples/digits/mnist";

function build(): Sequential {
  return new Sequential([
    layers.input({ shape: [28, 28, 1] }),
    layers.conv2d({ filters: 16, kernelSize: 3, activation: "relu" }),
    layers.maxPooling2d(),
    layers.flatten(),
    layers.dense({ units: 10, activation: "softmax" }),
  ]);
}

test("a network made from nothing has the shapes and weights that Keras gives it", () => {
  utils.setRandomSeed(1);
  const net = build();
  expect(net.outputShape).toEqual([null, 10]);
  expect(net.weights.map((weight) => weight.shape)).toEqual([[3, 3, 1, 16], [16], [2704, 10], [10]]);
  expect(net.countParams()).toBe(27210);
  const lines: string[] = [];
  net.summary({ printFn: (line) => lines.push(line) });
  expect(lines.join("\n")).toMatch(/conv2d.*\(Conv2D\).*\(null, 26, 26, 16\)|conv2d.*\(Conv2D\).*26, 26, 16/);
  expect(lines.join("\n")).toContain("27,210");
});

test("a network made from nothing learns to read digits", async () => {
  utils.setRandomSeed(1);
  const net = build();
  net.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"] });
  const { images, labels } = readDigits("train", 2000);
  const scaled = Float32Array.from(images, (pixel) => pixel / 255);
  const { history } = await net.fit(scaled, labels, { epochs: 3, batchSize: 50, verbose: 0 });
  expect(history.accuracy!.at(-1)).toBeGreaterThan(0.85);
  const exam = readDigits("t10k", 500);
  const result = await net.evaluate(
    Float32Array.from(exam.images, (pixel) => pixel / 255),
    exam.labels,
  );
  expect(result.accuracy).toBeGreaterThan(0.8);
  net.dispose();
});
