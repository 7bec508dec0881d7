/** The origin's private file system of browsers: opfs://NAME, opfs://FOLDER/NAME. */
import { DeviceError, ValueError } from "../../core/errors";
import { blobOf, openBlob, readHandle, writeHandle } from "./blob";
import { failure } from "./failure";
import type { FileHandle, Store } from "./types";

interface Folder {
  getDirectoryHandle(name: string, options: { create: boolean }): Promise<Folder>;
  getFileHandle(name: string, options: { create: boolean }): Promise<FileHandle>;
  removeEntry(name: string): Promise<void>;
}

/** The folder of a file, and its name there; folders on the way are made when it is to be written. */
async function find(name: string, where: string, create: boolean): Promise<{ folder: Folder; last: string }> {
  const parts = name.split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..")) {
    throw new ValueError(where, "is no name of a file", { expected: "opfs://NAME or opfs://FOLDER/NAME" });
  }
  const storage = (globalThis as { navigator?: { storage?: { getDirectory?: () => Promise<Folder> } } }).navigator
    ?.storage;
  if (!storage?.getDirectory) {
    throw new DeviceError(where, "there is no private file system (OPFS) here", {
      expected: "a browser, and a page from https: or localhost",
      fix: "Elsewhere use a path",
    });
  }
  let folder = await storage.getDirectory();
  for (const part of parts.slice(0, -1)) folder = await folder.getDirectoryHandle(part, { create });
  return { folder, last: parts.at(-1)! };
}

/** The handle of a file that is there. */
async function handleOf(name: string, where: string): Promise<FileHandle> {
  try {
    const { folder, last } = await find(name, where, false);
    return await folder.getFileHandle(last, { create: false });
  } catch (error) {
    throw failure(where, "read", error);
  }
}

/** Files of the origin. */
export const opfs: Store = {
  async read(name, where, options) {
    return readHandle(await handleOf(name, where), where, options);
  },

  async open(name, where) {
    return openBlob(await blobOf(await handleOf(name, where), where), where);
  },

  async write(name, where, bytes) {
    try {
      const { folder, last } = await find(name, where, true);
      const old = await folder.getFileHandle(last, { create: false }).catch(() => undefined);
      try {
        await writeHandle(old ?? (await folder.getFileHandle(last, { create: true })), where, bytes);
      } catch (error) {
        // A handle is had for a file that exists: without content it must not stay.
        if (!old) await folder.removeEntry(last).catch(() => undefined);
        throw error;
      }
    } catch (error) {
      throw failure(where, "written", error);
    }
  },

  async remove(name, where) {
    try {
      const { folder, last } = await find(name, where, false);
      await folder.removeEntry(last);
    } catch (error) {
      if ((error as { name?: string }).name !== "NotFoundError") throw failure(where, "removed", error);
    }
  },

  async removeFolder(name, where) {
    // One that holds other files stays.
    const found = await find(name, where, false).catch(() => undefined);
    await found?.folder.removeEntry(found.last).catch(() => undefined);
  },
};
