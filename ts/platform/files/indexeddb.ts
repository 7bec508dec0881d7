/** Files in a database of browsers: indexeddb://NAME. */
import { DeviceError, FormatError, ValueError } from "../../core/errors";
import { failure, missing } from "./failure";
import type { Store } from "./types";

const DATABASE = "keratin";
const FILES = "files";

function finished<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function open(name: string, where: string): Promise<IDBDatabase> {
  if (!name) throw new ValueError(where, "is no name of a file", { expected: "indexeddb://NAME" });
  if (typeof indexedDB === "undefined") {
    throw new DeviceError(where, "there is no IndexedDB here", { expected: "a browser", fix: "Elsewhere use a path" });
  }
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(FILES);
  return finished(request);
}

/** Runs one transaction to its end: what it wrote is then kept, or nothing of it. */
async function transact<T>(
  name: string,
  where: string,
  mode: IDBTransactionMode,
  run: (files: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open(name, where);
  try {
    const transaction = database.transaction(FILES, mode, { durability: "strict" });
    const ended = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    const request = run(transaction.objectStore(FILES));
    await ended;
    return request.result;
  } finally {
    database.close();
  }
}

/** Files of the origin's database. */
export const indexeddb: Store = {
  async read(name, where, { onProgress }) {
    let bytes: unknown;
    try {
      bytes = await transact<unknown>(name, where, "readonly", (files) => files.get(name));
    } catch (error) {
      throw failure(where, "read", error);
    }
    if (bytes === undefined) throw missing(where);
    if (!(bytes instanceof Uint8Array)) {
      throw new FormatError(where, "is no file", { expected: "bytes", received: { value: bytes } });
    }
    onProgress?.({ loaded: bytes.length, total: bytes.length });
    return bytes;
  },

  write(name, where, bytes) {
    return this.writeAll!([[name, bytes]], where);
  },

  async writeAll(list, where) {
    // A view would be kept with all of the buffer behind it.
    const whole = (bytes: Uint8Array): Uint8Array =>
      bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
    try {
      await transact(list[0]![0], where, "readwrite", (files) => {
        const requests = list.map(([name, bytes]) => files.put(whole(bytes), name));
        return requests.at(-1)!;
      });
    } catch (error) {
      throw failure(where, "written", error);
    }
  },

  async remove(name, where) {
    try {
      await transact(name, where, "readwrite", (files) => files.delete(name));
    } catch (error) {
      throw failure(where, "removed", error);
    }
  },
};
