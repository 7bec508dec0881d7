/** Layers models of TensorFlow.js, as its Python converter and tfjs-layers itself write them. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { inspectFile, loadModel, type Model } from "../../ts/index";
import { failing } from "../files/support";
import { farthest, outputsOf, readWritten, type Written, writtenNames } from "./tfjs-support";

const first = (files: Written["files"]): Uint8Array => files["model.json"]!;

/** Opens it from a folder. */
async function fromPath({ files }: Written): Promise<Model> {
  const folder = mkdtempSync(join(tmpdir(), "keratin-"));
  try {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    return await loadModel(join(folder, "model.json"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Opens it from a server. */
async function fromServer({ files }: Written): Promise<Model> {
  const server = createServer((request, response) => {
    const bytes = files[request.url!.replace("/some/", "")];
    response.writeHead(bytes ? 200 : 404).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await loadModel(`http://127.0.0.1:${(server.address() as AddressInfo).port}/some/model.json`);
  } finally {
    server.close();
  }
}

/** Opens it as the files that somebody picked. */
function fromFiles({ files }: Written): Promise<Model> {
  const list = Object.entries(files).map(([name, bytes]) => new File([bytes as Uint8Array<ArrayBuffer>], name));
  return loadModel(list.find(({ name }) => name === "model.json")!, { files: list });
}

const fromRecord = ({ files }: Written): Promise<Model> => loadModel(first(files), { files });

describe("what its writers wrote predicts the same", () => {
  test.each(writtenNames())("%s", async (name) => {
    const own = readWritten(name);
    for (const open of [fromRecord, fromPath, fromServer, fromFiles]) {
      const model = await open(own);
      expect(farthest(await outputsOf(model, own.inputs), own.outputs), open.name).toBeLessThan(1e-5);
      model.dispose();
    }
  });

  test("and goes on training where it was compiled, with the state of its optimizer", async () => {
    const trained = writtenNames()
      .map(readWritten)
      .filter(({ after }) => after);
    expect(trained.length).toBeGreaterThan(8);
    for (const own of trained) {
      const model = await fromRecord(own);
      expect(model.optimizer.iterationVariable.read()[0], own.name).toBe(2);
      await model.trainOnBatch(own.inputs[0]!, own.targets![0]!);
      expect(farthest(await outputsOf(model, own.inputs), own.after!), own.name).toBeLessThan(1e-4);
    }
  });
});

describe("a model.json", () => {
  const whole = readWritten("py_4_22_0_cnn_shards");
  const shards = Object.keys(whole.files).filter((name) => name !== "model.json");

  type Manifest = { paths: unknown[]; weights: Record<string, unknown>[] }[];
  interface Json {
    [key: string]: unknown;
    weightsManifest: Manifest;
  }

  /** The error of opening it after a change. */
  const broken = (change: (json: Json, files: Written["files"]) => void): Promise<string> => {
    const files = { ...whole.files };
    const json = JSON.parse(new TextDecoder().decode(first(files))) as Json;
    change(json, files);
    return failing(() => loadModel(new TextEncoder().encode(JSON.stringify(json)), { files }));
  };

  test("says who wrote it, and what is in it", async () => {
    const python = await inspectFile(first(whole.files), { files: whole.files });
    expect(python).toMatchObject({ format: "tfjs", problems: [], optimizer: "Adam", optimizerState: false });
    expect(python.writer).toBe("tf.keras, by the converter of TensorFlow.js: 2.15.0");
    const { files } = readWritten("js_4_22_0_cnn");
    const js = await inspectFile(first(files), { files });
    expect(js).toMatchObject({ problems: [], optimizerState: true });
    expect(js.writer).toBe("TensorFlow.js 4.22.0, with the layers of Keras 2");
  });

  test("that lacks a shard names it", async () => {
    expect(await broken((_, files) => delete files[shards[1]!])).toBe(
      `model file: the file "${shards[1]}" that it names is missing. Give it as well: loadModel(first, { files: [others] }).`,
    );
    const own = { ...whole, files: { "model.json": first(whole.files), [shards[0]!]: whole.files[shards[0]!]! } };
    expect(await failing(() => fromPath(own))).toMatch(
      /model\.json: the file ".*shard2of.*" that it names is missing\. Put it beside/,
    );
  });

  test("whose shards are short or long says so", async () => {
    const cut = (bytes: Uint8Array, size: number): Uint8Array => bytes.slice(0, size);
    const last = shards.at(-1)!;
    expect(await broken((_, files) => (files[last] = cut(files[last]!, 5)))).toMatch(
      /its shards are cut short.*Expected \d+ bytes or more/,
    );
    expect(await broken((_, files) => (files[last] = new Uint8Array(files[last]!.length + 3)))).toMatch(
      /its shards hold more than its weights\. Expected \d+ bytes/,
    );
  });

  test.each([
    "../weights.bin",
    "/etc/passwd",
    "a/../../b",
    "https://example.com/a.bin",
    "file:///etc/passwd",
    "a\\..\\b",
    "",
    ".",
  ])("that names %j is refused", async (path) => {
    const message = await broken((json) => {
      json.weightsManifest[0]!.paths = [path];
    });
    expect(message).toMatch(/it names a file that is not beside it/);
  });

  test("with weights that make no sense is refused by their names", async () => {
    const entry = (change: Record<string, unknown>): Promise<string> =>
      broken((json) => Object.assign(json.weightsManifest[0]!.weights[0]!, change));
    const { name } = (JSON.parse(new TextDecoder().decode(first(whole.files))) as Json).weightsManifest[0]!.weights[0]!;
    for (const dtype of ["string", "complex64", "float64", "constructor", 7]) {
      expect(await entry({ dtype })).toContain(`the weight "${name}" is of a dtype that is not read`);
    }
    expect(await entry({ quantization: { dtype: "int4" } })).toContain(`"${name}" is of a dtype that is not read`);
    for (const quantization of [
      { dtype: "uint8", scale: "NaN" },
      { dtype: "uint16", scale: 1, min: null },
    ]) {
      expect(await entry({ quantization })).toContain(`"${name}" is quantized by what is no number`);
    }
    for (const shape of [[-1], [2 ** 53], "3", undefined, [1.5]]) {
      expect(await entry({ shape })).toContain(`"${name}" has no shape`);
    }
    expect(await entry({ name: undefined })).toContain("a weight has no name");
    expect(
      await broken((json) => json.weightsManifest[0]!.weights.unshift(json.weightsManifest[0]!.weights[0]!)),
    ).toContain(`two weights are named "${name}"`);
    expect(await broken((json) => (json.weightsManifest[0]!.paths = Array(20_000).fill("x")))).toContain(
      "too many shards",
    );
  });

  test("of a graph, or of no model, is refused", async () => {
    expect(await broken((json) => (json.format = "graph-model"))).toContain(
      "this is a graph model of TensorFlow.js: it holds operations, not layers",
    );
    expect(await broken((json) => (json.modelTopology = { node: [], library: {} }))).toContain("graph model");
    expect(await broken((json) => delete json.modelTopology)).toContain("has no modelTopology");
    expect(await broken((json) => (json.weightsManifest = {} as never))).toContain("weightsManifest is no list");
    expect(await broken((json) => (json.weightsManifest[0] = {} as never))).toContain("has no paths or weights");
  });

  /** The error of a model of one layer that tfjs-layers wrote. */
  const layer = (class_name: string, config: Record<string, unknown>, inputShape: unknown[]): Promise<Model> => {
    const layers = [{ class_name, config: { name: "own", trainable: true, batch_input_shape: inputShape, ...config } }];
    const topology = { class_name: "Sequential", config: { name: "s", layers }, keras_version: "tfjs-layers 4.22.0" };
    return loadModel(new TextEncoder().encode(JSON.stringify({ modelTopology: topology, weightsManifest: [] })));
  };

  test("with layers that compute otherwise there is refused, or read as TensorFlow.js computes", async () => {
    const shape = [null, 4, 4, 1];
    expect(await failing(() => layer("Resizing", { height: 2, width: 2 }, shape))).toContain(
      "own: the Resizing of TensorFlow.js is not",
    );
    expect(await failing(() => layer("CenterCrop", { height: 2, width: 2 }, shape))).toContain(
      "own: the CenterCrop of TensorFlow.js",
    );
    const cells = {
      class_name: "StackedRNNCells",
      config: { cells: [{ class_name: "GRUCell", config: { units: 2 } }] },
    };
    const rnn = { cell: cells, return_state: true };
    expect(await failing(() => layer("RNN", rnn, [null, 3, 2]))).toContain(
      "own: TensorFlow.js has the states of stacked cells in another",
    );
    const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const report = await inspectFile(
      new TextEncoder().encode(
        JSON.stringify({
          modelTopology: {
            keras_version: "tfjs-layers 4.22.0",
            class_name: "Sequential",
            config: {
              name: "s",
              layers: [
                {
                  class_name: "DepthwiseConv2D",
                  config: { name: "own", kernel_size: 2, dilation_rate: [2, 2], batch_input_shape: shape },
                },
              ],
            },
          },
          weightsManifest: [],
        }),
      ),
    );
    expect(report.notes).toContain(
      "own: TensorFlow.js does not dilate a DepthwiseConv2D, so its dilation_rate is left out",
    );
    warned.mockRestore();
  });
});
