/** Layers of one class whose order in a file of tf.keras is another than in Keras 3: each file is read in its own order. */
import { loadModel, type Model, tensor } from "keratin";
import { describe, expect, test } from "vitest";
import { wave } from "../models/support";
import { fileOf } from "./files-support";

const x = tensor(wave(2 * 4 * 6, 0.3), [2, 4, 6]);
const answer = async (model: Model): Promise<unknown> => (await model.predict(x)).dataSync();
const open = (name: string): Promise<Model> => loadModel(fileOf("tf215", name));

describe("a model of tf.keras whose query and key change places in Keras 3", () => {
  test("takes the weights of its own files, and those of what was saved from it", async () => {
    const model = await open("tfops_order.h5");
    expect(model.layers.map(({ name }) => name).filter((name) => name !== "x")).toEqual(["key", "query", "out"]);
    const expected = await answer(model);
    const saved = { keras: (await model.save()) as Uint8Array, weights: (await model.saveWeights()) as Uint8Array };
    const files = [
      fileOf("tf215", "tfops_order.keras"),
      fileOf("tf215", "tfops_order.weights.h5"),
      saved.keras,
      saved.weights,
    ];
    for (const file of files) {
      const other = await open("tfops_order.h5");
      other.setWeights(other.getWeights().map(({ dims }) => new Float32Array(dims.reduce((a, b) => a * b, 1))));
      await other.loadWeights(file);
      expect(await answer(other)).toEqual(expected);
    }
  });

  test("and the slots of its optimizer", async () => {
    const model = await open("tfops_order.h5");
    const slots = (of: Model) => of.optimizer.variables.map((variable) => [...variable.read()]);
    const expected = slots(model);
    expect(slots(await open("tfops_order.keras"))).toEqual(expected);
    expect(slots(await loadModel((await model.save()) as Uint8Array))).toEqual(expected);
    const other = await open("tfops_order.h5");
    await other.loadWeights((await model.save()) as Uint8Array);
    expect(slots(other)).toEqual(expected);
  });
});
