/** Blobs and Files, and files that the user picked. */
import { failure } from "./failure";
import { readStream } from "./stream";
import type { FileHandle, OpenFile, ReadOptions } from "./types";

/** Whether a value is a file that the user picked. */
export function isFileHandle(value: unknown): value is FileHandle {
  const { kind, getFile } = (value ?? {}) as Partial<FileHandle>;
  return kind === "file" && typeof getFile === "function";
}

/** The bytes of a Blob. */
export async function readBlob(blob: Blob, where: string, options: ReadOptions): Promise<Uint8Array> {
  try {
    return options.onProgress
      ? await readStream(blob.stream(), blob.size, options)
      : new Uint8Array(await blob.arrayBuffer());
  } catch (error) {
    throw failure(where, "read", error);
  }
}

/** A Blob that is read at any place. */
export function openBlob(blob: Blob, where: string): OpenFile {
  return {
    size: blob.size,
    async read(start, end) {
      try {
        const bytes = new Uint8Array(await blob.slice(start, end).arrayBuffer());
        if (bytes.length === end - start) return bytes;
      } catch (error) {
        throw failure(where, "read", error);
      }
      throw failure(where, "read", new Error("it became shorter while it was read"));
    },
    close: async () => undefined,
  };
}

/** The Blob of a file that the user picked. */
export async function blobOf(handle: FileHandle, where: string): Promise<Blob> {
  try {
    return await handle.getFile();
  } catch (error) {
    throw failure(where, "read", error);
  }
}

/** The bytes of a file that the user picked. */
export async function readHandle(handle: FileHandle, where: string, options: ReadOptions): Promise<Uint8Array> {
  return readBlob(await blobOf(handle, where), where, options);
}

/** Writes to a copy that takes the file's place when it is closed. */
export async function writeHandle(handle: FileHandle, where: string, bytes: Uint8Array): Promise<void> {
  try {
    if (!handle.createWritable) throw new Error("this browser cannot write to it (it has no createWritable)");
    const writable = await handle.createWritable();
    try {
      await writable.write(bytes as Uint8Array<ArrayBuffer>);
      await writable.close();
    } catch (error) {
      await writable.abort().catch(() => undefined);
      throw error;
    }
  } catch (error) {
    throw failure(where, "written", error);
  }
}
