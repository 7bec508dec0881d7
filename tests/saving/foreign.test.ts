/** Files of other formats are named, with what to do instead. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { inspectFile, loadModel, ValueError } from "keratin";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { small } from "../models/support";
import { fileOf } from "./files-support";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "keratin-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const put = (name: string, bytes: Uint8Array | string): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

describe("what real writers wrote", () => {
  test.each([
    ["saved_model/saved_model.pb", /SavedModel of TensorFlow.*holds traced functions.*model\.save/],
    ["saved_model/keras_metadata.pb", /SavedModel of TensorFlow/],
    ["model.tflite", /TensorFlow Lite model/],
    ["frozen.pb", /GraphDef/],
    ["graph-model.json", /graph model of TensorFlow\.js.*tfjs_layers_model/],
    ["weights.npy", /arrays of NumPy.*set_weights/],
    ["weights.npz", /arrays of NumPy.*set_weights/],
    ["weights.pickle", /Python pickle, which runs code/],
    ["checkpoint", /checkpoint of TensorFlow.*load_weights/],
    ["checkpoint.index", /checkpoint of TensorFlow/],
    ["checkpoint.data-00000-of-00001", /checkpoint of TensorFlow/],
    ["config.yaml", /YAML.*JSON/],
  ])("%s", async (name, message) => {
    const path = put(name.replace("/", "-"), fileOf("foreign", name));
    await expect(loadModel(path)).rejects.toThrow(message);
  });
});

describe("what follows a documented layout", () => {
  test.each([
    ["t.pt", zipSync({ "t/data.pkl": Uint8Array.of(0x80, 2), "t/version": Uint8Array.of(0x33) }), /a file of PyTorch/],
    ["p0.pkl", "(dp0\nVa\np1\n(lp2\nI1\naI2\nas.", /Python pickle/],
    ["object.pkl", "cnumpy.core.multiarray\n_reconstruct\np0\n(", /Python pickle/],
    ["p1.pkl", "}q\0X\u0001\0\0\0aq\u0001K\u0001s.", /Python pickle/],
    ["other.zip", zipSync({ "readme.txt": Uint8Array.of(1) }), /the zip has no member "metadata\.json"/],
  ])("%s", async (name, bytes, message) => {
    await expect(loadModel(put(name, bytes))).rejects.toThrow(message);
  });

  test("text that only begins like a pickle is none", async () => {
    await expect(loadModel(put("notes.txt", "class and more\nwords\n"))).rejects.toThrow(/not a file of a Keras model/);
  });
});

describe("places that are no file", () => {
  test("a folder of several models names them", async () => {
    const path = join(folder, "models");
    mkdirSync(path);
    writeFileSync(join(path, "a.h5"), (await small().saveWeights()) as Uint8Array);
    writeFileSync(join(path, "b.tflite"), "");
    await expect(inspectFile(path)).rejects.toThrow(
      /it is a folder.*files=\["a\.h5", "b\.tflite"\].*Name one of them: ".*models\/a\.h5"/,
    );
  });

  test("a folder of one model is that model, and an error of it names the file", async () => {
    const path = join(folder, "alone");
    mkdirSync(path);
    writeFileSync(join(path, "model.tflite"), fileOf("foreign", "model.tflite"));
    await expect(loadModel(path)).rejects.toThrow(/alone\/model\.tflite: this is a TensorFlow Lite model/);
    await small().save(join(path, "model.keras"));
    rmSync(join(path, "model.tflite"));
    expect((await loadModel(path)).name).toMatch(/^sequential/);
  });

  test.runIf(existsSync("/dev/zero"))("devices, and names that no path has", async () => {
    await expect(loadModel("/dev/zero")).rejects.toThrow(/it is a device, not a file/);
    await expect(loadModel("a\0b")).rejects.toThrow(/characters that no path has/);
  });

  test("places for saving that are none", async () => {
    await expect(small().save(5 as never)).rejects.toThrow(/no place for a file.*Received target=5/);
    await expect(small().save("model")).rejects.toThrow(/Name it "model\.keras"/);
  });

  test("an empty path", async () => {
    await expect(loadModel("")).rejects.toThrow(ValueError);
    await expect(loadModel("")).rejects.toThrow("path: it is empty. Expected the path or URL of a file.");
  });

  test("whole models in HDF5 are not written, and the error says what is", async () => {
    await expect(small().save("model.h5")).rejects.toThrow(/Save the model as "model\.keras", or its weights alone/);
    await expect(small().saveWeights("w.h5")).rejects.toThrow(/"model\.weights\.h5"/);
  });
});
