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

/** Attributes as people name them in Python, and options that are spelled otherwise there. */
class Block extends Layer {
  static override className = "Block";
  readonly dense1: Layer = layers.dense({ units: 3 });
  readonly WQ: Layer = layers.dense({ units: 3 });
  readonly queryDense: Layer = layers.dense({ units: 3 });
  readonly mixRate: number;
  constructor({ mixRate = 0.5, ...rest }: LayerOptions & { mixRate?: number } = {}) {
    super(rest);
    this.mixRate = mixRate;
  }
  override call(x: Tensor): Tensor {
    return ops.multiply(this.queryDense.apply(this.WQ.apply(this.dense1.apply(x))), this.mixRate);
  }
  override getConfig() {
    return { ...super.getConfig(), mixRate: this.mixRate };
  }
}

/** A layer around another. */
class Twice extends Layer {
  static override className = "Twice";
  readonly layer: Layer;
  constructor({ layer, ...rest }: LayerOptions & { layer: Layer }) {
    super(rest);
    this.layer = layer;
  }
  override call(x: Tensor): Tensor {
    return this.layer.apply(this.layer.apply(x));
  }
  override getConfig() {
    return { ...super.getConfig(), layer: this.layer };
  }
}

describe("names in Python", () => {
  test("of attributes: only a capital behind a small letter or digit becomes one with an underscore", () => {
    const paths = weightGroups(build(new Block())).map(({ path }) => path);
    expect(paths.filter((path) => path.startsWith("layers/block/"))).toEqual(
      ["WQ", "dense1", "query_dense"].map((name) => `layers/block/${name}`),
    );
  });

  test("of options in getConfig are in snake_case in the file", async () => {
    const bytes = (await build(new Block({ mixRate: 0.25 })).save()) as Uint8Array;
    const config = strFromU8(unzipSync(bytes)["config.json"]!);
    expect(config).toContain('"mix_rate": 0.25');
    expect(config).not.toContain("mixRate");
    const again = await loadModel(bytes, { customObjects: { Block } });
    expect((again.layers[1] as Block).mixRate).toBe(0.25);
  });

  test("a layer in the config of another comes back as a layer", async () => {
    const model = build(new Twice({ layer: layers.dense({ units: 3, name: "inner" }) }));
    const again = await loadModel((await model.save()) as Uint8Array, { customObjects: { Twice } });
    expect((again.layers[1] as Twice).layer.name).toBe("inner");
    expect((await again.predict(x)).dataSync()).toEqual((await model.predict(x)).dataSync());
    const both = build(new Twice({ layer: new Block({ name: "own" }) }));
    const back = await loadModel((await both.save()) as Uint8Array, { customObjects: { Twice, Block } });
    expect((await back.predict(x)).dataSync()).toEqual((await both.predict(x)).dataSync());
  });
});

describe("what is given for a file", () => {
  test.each([
    [{ customObjects: { Block: 5 } }, /customObjects\.Block is neither a class nor a function/],
    [{ customObjects: 5 }, /customObjects are no object/],
    [{ customObjects: new Map() }, /customObjects are no object/],
    [{ customObjects: { Block: class {} } }, /the custom object for "Block" is no layer.*extends Layer/],
    [{ customObjects: { block: Block } }, /the class "Block" is unknown\. Expected "block"/],
    [{ onProgress: 5 }, /onProgress is no function/],
    [{ files: 5 }, /files are no files/],
    [{ backend: "jax" }, /the backend is unknown/],
    [{ compile: "no" }, /compile is neither true nor false/],
  ])("%j", async (options, message) => {
    const bytes = (await build(new Block()).save()) as Uint8Array;
    await expect(loadModel(bytes, options as never)).rejects.toThrow(message);
  });
});
