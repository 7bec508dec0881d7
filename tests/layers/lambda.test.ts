/** Lambda: functions of the user's own, saved by name, never run from a file. */
import { K, layers, loadModel, ops, Sequential, type Tensor } from "keratin";
import { expect, test } from "vitest";
import { modelFromConfig } from "../../ts/models/load";
import { serializeModel } from "../../ts/models/serialize";

function twice(x: Tensor, { times }: { times?: number }): Tensor {
  return ops.multiply(x, times ?? 2);
}

test("a function is saved by its name and comes back from customObjects, with its arguments", async () => {
  const model = new Sequential([
    layers.input({ shape: [2] }),
    layers.lambda({ function: twice, arguments: { times: 3 } }),
  ]);
  const bytes = await model.save();
  const again = await loadModel(bytes, { customObjects: { twice } });
  expect((await again.predict([[1, 2]])).arraySync()).toEqual([[3, 6]]);
  await expect(loadModel(bytes)).rejects.toThrow('customObjects: { "twice": (x) => ... }');
});

test("code in a file is not run: the function is asked for by the layer's name", () => {
  const model = new Sequential([layers.input({ shape: [2] }), layers.lambda({ function: twice, name: "double" })]);
  const config = JSON.parse(JSON.stringify(serializeModel(model)));
  config.config.layers[1].config.function = {
    class_name: "__lambda__",
    config: { code: "4wEAAAAAAAAA", defaults: null, closure: null },
  };
  expect(() => modelFromConfig(config)).toThrow("the function of a Lambda is not run from a file");
  expect(modelFromConfig(config, { double: twice }).layers).toHaveLength(1);
});

test("what is no function, and what has no name", () => {
  expect(() => layers.lambda({ function: 3 as never })).toThrow("function is no function");
  const nameless = layers.lambda({
    function: (
      () => (x: Tensor) =>
        x
    )(),
  });
  expect(K.eval(nameless.apply([1, 2]))).toEqual([1, 2]);
  expect(() => nameless.getConfig()).toThrow("a function without a name cannot be saved");
});
