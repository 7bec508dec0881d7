/** Layers of the user's own that build the layers inside them, and the packages of their names. */

import { strFromU8, unzipSync } from "fflate";
import {
  type CallOptions,
  input,
  Layer,
  type LayerOptions,
  layers,
  loadModel,
  Model,
  ops,
  type Shape,
  type Tensor,
  tensor,
} from "keratin";
import { describe, expect, test } from "vitest";
import { weightGroups } from "../../ts/models/paths";
import { wave } from "../models/support";

/** Adds an embedding of positions, as in Keras's examples of transformers. */
class Positions extends Layer {
  readonly length: number;
  readonly table: Layer;
  constructor({ length, ...rest }: LayerOptions & { length: number }) {
    super(rest);
    this.length = length;
    this.table = layers.embedding({ inputDim: length, outputDim: 3 });
  }
  override build(shape: Shape): void {
    this.table.build([null, shape[1]!]);
  }
  override call(x: Tensor, _options: CallOptions): Tensor {
    return ops.add(x, this.table.apply(ops.arange(this.length)));
  }
  override getConfig() {
    return { ...super.getConfig(), length: this.length };
  }
}

class Packaged extends Positions {
  static override className = "my>Positions";
}

const build = (layer: Layer): Model => {
  const x = input({ shape: [4, 3] });
  return new Model({ inputs: x, outputs: layers.dense({ units: 2 }).apply(layer.apply(x)) });
};
const x = tensor(wave(24, 0.3), [2, 4, 3]);
/** How the file has the layer. */
async function saved(model: Model): Promise<{ class_name: string; registered_name: string; group: string }> {
  const files = unzipSync((await model.save()) as Uint8Array);
  const config = JSON.parse(strFromU8(files["config.json"]!)) as { config: { layers: Record<string, string>[] } };
  const { class_name, registered_name } = config.config.layers[1]!;
  const group = weightGroups(model).find(({ variables }) => variables.length > 0)!.path;
  return { class_name: class_name!, registered_name: registered_name!, group };
}

describe("a layer that builds the layer inside it", () => {
  test("has its weights once, and they come back", async () => {
    const model = build(new Packaged({ length: 4 }));
    const layer = model.layers[1] as Positions;
    expect(layer.table.built).toBe(true);
    expect(layer.table.buildShape).toEqual([null, 4]);
    expect(layer.weights.map(({ dims }) => dims)).toEqual([[4, 3]]);
    const again = await loadModel((await model.save()) as Uint8Array, { customObjects: { "my>Positions": Packaged } });
    expect((await again.predict(x)).dataSync()).toEqual((await model.predict(x)).dataSync());
    model.layers[1]!.build([null, 4, 3]);
    expect(layer.weights.length).toBe(1);
  });

  test("is built once by whoever calls build, and checks its input then", () => {
    const dense = layers.dense({ units: 2 });
    dense.build([null, 3]);
    const [kernel] = dense.weights;
    dense.apply([[1, 2, 3]]);
    expect(dense.weights[0]).toBe(kernel);
    expect(() => dense.build([null, 4])).toThrow(/built for/);
    expect(Object.keys(dense)).not.toContain("build");
  });
});

describe("the package of a class", () => {
  test("stands in the registered name, not in the class or in paths", async () => {
    const entry = await saved(build(new Packaged({ length: 4 })));
    expect(entry).toEqual({
      class_name: "Positions",
      registered_name: "my>Positions",
      group: "layers/positions/table",
    });
  });

  test("is kept for a class that is given by its short name", async () => {
    const bytes = (await build(new Packaged({ length: 4 })).save()) as Uint8Array;
    const again = await loadModel(bytes, { customObjects: { Positions } });
    const entry = await saved(again);
    expect(entry).toEqual({
      class_name: "Positions",
      registered_name: "my>Positions",
      group: "layers/positions/table",
    });
  });
});
