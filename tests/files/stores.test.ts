/** What browsers keep, and what users drop or pick. IndexedDB is a whole one; of OPFS the host's half stands in. */
import { IDBFactory } from "fake-indexeddb";
import { callbacks, DeviceError, loadModel, type Progress } from "keratin";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { failing, smallModel, weightsOf } from "./support";

afterEach(() => vi.unstubAllGlobals());

describe("indexeddb://", () => {
  beforeEach(() => vi.stubGlobal("indexedDB", new IDBFactory()));

  test("keeps models and weights under any name", async () => {
    const [model, other] = [smallModel(), smallModel()];
    await model.save("indexeddb://digits");
    await other.save(new URL("indexeddb://folder/two%20words.keras"));
    await model.saveWeights("indexeddb://weights");
    expect(await weightsOf(await loadModel("indexeddb://digits"))).toEqual(await weightsOf(model));
    expect(await weightsOf(await loadModel("indexeddb://folder/two words.keras"))).toEqual(await weightsOf(other));
    await other.loadWeights("indexeddb://weights");
    expect(await weightsOf(other)).toEqual(await weightsOf(model));
    await other.save("indexeddb://digits");
    const seen: Progress[] = [];
    await loadModel("indexeddb://digits", { onProgress: (progress) => seen.push(progress) });
    expect(seen).toHaveLength(1);
    expect(seen[0]!.loaded).toBe(seen[0]!.total);
  });

  test("takes checkpoints", async () => {
    const model = smallModel();
    model.compile({ optimizer: "sgd", loss: "mse" });
    const filepath = "indexeddb://at-{epoch}";
    const checkpoint = new callbacks.ModelCheckpoint({ filepath });
    await model.fit([[1, 2, 3]], [[1, 2]], { epochs: 2, verbose: 0, callbacks: [checkpoint] });
    expect(await weightsOf(await loadModel("indexeddb://at-2"))).toEqual(await weightsOf(model));
  });

  test("says what is missing, and what has no name", async () => {
    expect(await failing(() => loadModel("indexeddb://none"))).toBe(
      "indexeddb://none: cannot be read: there is no such file.",
    );
    expect(await failing(() => loadModel("indexeddb://"))).toMatch(
      /is no name of a file\. Expected indexeddb:\/\/NAME/,
    );
  });

  test("keeps the files of TensorFlow.js together", async () => {
    const model = smallModel();
    for (const place of ["indexeddb://model.json", "indexeddb://folder/own.json"]) {
      await model.save(place);
      expect(await weightsOf(await loadModel(place))).toEqual(await weightsOf(model));
    }
  });

  test("a write that finds no room keeps what was there", async () => {
    const model = smallModel();
    await model.save("indexeddb://kept");
    await model.save("indexeddb://a/model.json");
    const { IDBObjectStore } = await import("fake-indexeddb");
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (this: InstanceType<typeof IDBObjectStore>, ...args) {
      const request = put.apply(this, args);
      // A browser aborts the transaction so when the origin's share is used up.
      request.onsuccess = () => {
        const { transaction } = this;
        Object.defineProperty(transaction, "error", {
          value: new DOMException("Quota exceeded", "QuotaExceededError"),
        });
        transaction.abort();
      };
      return request;
    };
    try {
      for (const place of ["indexeddb://kept", "indexeddb://a/model.json"]) {
        expect(await failing(() => smallModel().save(place))).toMatch(/cannot be written: there is no room/);
      }
    } finally {
      IDBObjectStore.prototype.put = put;
    }
    expect(await weightsOf(await loadModel("indexeddb://kept"))).toEqual(await weightsOf(model));
    expect(await weightsOf(await loadModel("indexeddb://a/model.json"))).toEqual(await weightsOf(model));
  });
});

/** A folder in memory with the calls of a browser's file system; what is written appears when it is closed. */
class Folder {
  readonly files = new Map<string, Blob>();
  readonly folders = new Map<string, Folder>();
  room = Number.POSITIVE_INFINITY;

  async getDirectoryHandle(name: string, { create }: { create: boolean }): Promise<Folder> {
    if (this.files.has(name)) throw new DOMException("a file", "TypeMismatchError");
    if (!this.folders.has(name) && !create) throw new DOMException("none", "NotFoundError");
    const folder = this.folders.get(name) ?? new Folder();
    this.folders.set(name, folder);
    return folder;
  }

  async removeEntry(name: string): Promise<void> {
    this.files.delete(name);
  }

  async getFileHandle(name: string, { create }: { create: boolean }) {
    if (!this.files.has(name)) {
      if (!create) throw new DOMException("none", "NotFoundError");
      this.files.set(name, new Blob());
    }
    const { files, room } = this;
    return {
      kind: "file" as const,
      name,
      getFile: async () => files.get(name)!,
      createWritable: async () => {
        let written: Blob | undefined;
        return {
          write: async (bytes: Uint8Array<ArrayBuffer>) => {
            if (bytes.length > room) throw new DOMException("full", "QuotaExceededError");
            written = new Blob([bytes]);
          },
          close: async () => void files.set(name, written!),
          abort: async () => undefined,
        };
      },
    };
  }
}

describe("opfs://", () => {
  const install = (): Folder => {
    const root = new Folder();
    vi.stubGlobal("navigator", { storage: { getDirectory: async () => root } });
    return root;
  };

  test("keeps files in folders", async () => {
    install();
    const model = smallModel();
    await model.save("opfs://models/digits.keras");
    await model.save("opfs://short");
    await model.save("opfs://models/tf/model.json");
    const names = ["opfs://models/digits.keras", "opfs://short", "opfs://models/tf/model.json"];
    for (const name of [...names, new URL("opfs://models/digits.keras")]) {
      expect(await weightsOf(await loadModel(name))).toEqual(await weightsOf(model));
    }
  });

  test("a write that finds no room keeps what was there", async () => {
    const root = install();
    const model = smallModel();
    await model.save("opfs://kept.keras");
    root.room = 10;
    expect(await failing(() => smallModel().save("opfs://kept.keras"))).toMatch(
      /opfs:\/\/kept\.keras: cannot be written: there is no room left/,
    );
    expect(await weightsOf(await loadModel("opfs://kept.keras"))).toEqual(await weightsOf(model));
    expect(await failing(() => model.save("opfs://new.keras"))).toMatch(/no room/);
    expect([...root.files.keys()]).toEqual(["kept.keras"]);
  });

  test("says what is missing, and which names are none", async () => {
    install();
    for (const name of ["opfs://none.keras", "opfs://no/where.keras"]) {
      expect(await failing(() => loadModel(name))).toBe(`${name}: cannot be read: there is no such file.`);
    }
    for (const name of ["opfs://", "opfs://a//b", "opfs://../b", "opfs://a/"]) {
      expect(await failing(() => loadModel(name))).toMatch(/is no name of a file/);
    }
  });
});

test("where there is no such store, it is said", async () => {
  vi.stubGlobal("navigator", undefined);
  vi.stubGlobal("indexedDB", undefined);
  for (const name of ["opfs://model.keras", "indexeddb://model"]) {
    for (const call of [() => loadModel(name), () => smallModel().save(name)]) {
      await expect(call()).rejects.toThrow(DeviceError);
      expect(await failing(call)).toMatch(/^\w+:\/\/model(\.keras)?: there is no .* here\. Expected a browser/);
    }
  }
});

describe("files that the user gives", () => {
  test("Blob, File, buffers and data: and blob: URLs", async () => {
    const model = smallModel();
    const bytes = (await model.save()) as Uint8Array<ArrayBuffer>;
    const blob = new Blob([bytes]);
    const url = URL.createObjectURL(blob);
    const data = `data:application/octet-stream;base64,${Buffer.from(bytes).toString("base64")}`;
    const inside = new Uint8Array(bytes.length + 20);
    inside.set(bytes, 7);
    const sources = [
      blob,
      new File([bytes], "dropped.keras"),
      bytes.buffer.slice(0),
      inside.subarray(7, 7 + bytes.length),
      url,
      data,
    ];
    for (const source of sources) {
      let last: Progress | undefined;
      const loaded = await loadModel(source, { onProgress: (progress) => (last = progress) });
      expect(await weightsOf(loaded)).toEqual(await weightsOf(model));
      expect(last).toEqual({ loaded: bytes.length, total: bytes.length });
    }
    expect(await weightsOf(await loadModel(blob))).toEqual(await weightsOf(model));
    URL.revokeObjectURL(url);
  });

  test("a dropped file is called by its name", async () => {
    expect(await failing(() => loadModel(new File(["no model"], "dropped.keras")))).toMatch(
      /^dropped\.keras: this is not/,
    );
    expect(await failing(() => loadModel("data:text/plain,no"))).toMatch(
      /^data:text\/plain,no: this is not a file of a Keras model/,
    );
  });

  test("a file that was picked is read and written", async () => {
    const root = new Folder();
    const handle = await root.getFileHandle("picked.keras", { create: true });
    const model = smallModel();
    await model.save(handle);
    expect(await weightsOf(await loadModel(handle))).toEqual(await weightsOf(model));
    const readOnly = { kind: handle.kind, name: handle.name, getFile: handle.getFile };
    expect(await failing(() => model.save(readOnly))).toMatch(/picked\.keras: cannot be written: .*createWritable/);
    const gone = {
      ...handle,
      getFile: async (): Promise<Blob> => {
        throw new DOMException("gone", "NotFoundError");
      },
    };
    expect(await failing(() => loadModel(gone))).toMatch(/picked\.keras: cannot be read: there is no such file/);
  });
});
