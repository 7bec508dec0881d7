/** Blobs and Files, and files that the user picked. */
import { failure } from "./failure";
import { readStream } from "./stream";
import type { FileHandle, ReadOptions } from "./types";

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

/** The bytes of a file that the user picked. */
export async function readHandle(handle: FileHandle, where: string, options: ReadOptions): Promise<Uint8Array> {
  let blob: Blob;
  try {
    blob = await handle.getFile();
  } catch (error) {
    throw failure(where, "read", error);
  }
  return readBlob(blob, where, options);
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
