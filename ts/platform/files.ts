/** Files of the host, each from the place that its name says. */
import { DeviceError, ValueError } from "../core/errors";
import { besideOf, type FileSet, type OpenBeside, placeBeside } from "./files/beside";
import { blobOf, isFileHandle, openBlob, readBlob, readHandle, writeHandle } from "./files/blob";
import { disk } from "./files/disk";
import { http } from "./files/http";
import { indexeddb } from "./files/indexeddb";
import { inMemory } from "./files/memory";
import { opfs } from "./files/opfs";
import type { FileSource, FileTarget, OpenFile, ReadOptions, Store } from "./files/types";

export type { FileSet, OpenBeside } from "./files/beside";
export { isFileHandle } from "./files/blob";
export { isMissing } from "./files/failure";
export type { FileHandle, FileSource, FileTarget, OpenFile, Progress, ReadOptions } from "./files/types";

/** The scheme of a URL in lower case; a single letter is a drive of Windows. */
function schemeOf(name: string): string {
  return (/^([a-z][a-z0-9+.-]+):/i.exec(name)?.[1] ?? "").toLowerCase();
}

/** Whether a name is that of a place in a browser, where names need no ending. */
export function isStored(target: unknown): boolean {
  return ["opfs", "indexeddb"].includes(schemeOf(String(target)));
}

/** Where a name leads, and the name there. */
function resolve(place: string | URL): [Store | undefined, string] {
  const name = String(place);
  const scheme = schemeOf(name);
  switch (scheme) {
    case "opfs":
    case "indexeddb": {
      const inside = name.slice(scheme.length + 1).replace(/^\/+/, "");
      return [scheme === "opfs" ? opfs : indexeddb, typeof place === "string" ? inside : decodeURIComponent(inside)];
    }
    case "http":
    case "https":
    case "data":
    case "blob":
      return [http, name];
    default:
      if (scheme !== "file" && name.startsWith("://", scheme.length)) {
        throw new ValueError(sourceName(name), "leads to no known place", {
          expected: "a path, or a URL of file:, http:, https:, data:, blob:, opfs: or indexeddb:",
        });
      }
      return [disk(), name];
  }
}

/** The name of a source or target, for messages. */
export function sourceName(source: FileSource | FileTarget): string {
  if (source === "") throw new ValueError("path", "it is empty", { expected: "the path or URL of a file" });
  if (typeof source === "string" || source instanceof URL) return shortened(String(source));
  const { name } = (source ?? {}) as { name?: unknown };
  return typeof name === "string" && name ? name : "model file";
}

/** A data: URL is a whole file. */
function shortened(name: string): string {
  return name.length > 300 ? `${name.slice(0, 60)}...` : name;
}

/** The bytes of a source. @throws FormatError when it cannot be read, by what is known of the reason. */
export async function readBytes(source: FileSource, options: ReadOptions = {}): Promise<Uint8Array> {
  const where = sourceName(source);
  if (typeof source === "string" || source instanceof URL) {
    const [store, name] = resolve(source);
    // A page has no file system: a path leads to its server.
    return (store ?? http).read(name, where, options);
  }
  if (typeof Blob !== "undefined" && source instanceof Blob) return readBlob(source, where, options);
  if (isFileHandle(source)) return readHandle(source, where, options);
  const bytes = source instanceof ArrayBuffer ? new Uint8Array(source) : asBytes(source);
  if (!(bytes instanceof Uint8Array)) {
    throw new ValueError(where, "is nothing that can be read", {
      expected: "a path, URL, Blob, File, FileSystemFileHandle, ArrayBuffer or Uint8Array",
      received: { source },
    });
  }
  options.onProgress?.({ loaded: bytes.length, total: bytes.length });
  return bytes;
}

/** A file up to here is read at once. */
const SMALL = 2 ** 22;

/** Opens a source for reading at any place: large files on disks and Blobs stay where they are. Close it. */
export async function openFile(source: FileSource, options: ReadOptions = {}): Promise<OpenFile> {
  const file = await opened(source);
  if (!file) return inMemory(await readBytes(source, options));
  const counted = options.onProgress ? counting(file, options.onProgress) : file;
  if (file.size > SMALL) return counted;
  try {
    return inMemory((await counted.read(0, file.size)).slice());
  } finally {
    await counted.close();
  }
}

/** The files of a folder, by their paths from it; undefined for what is no folder. */
export async function listFolder(source: FileSource): Promise<readonly string[] | undefined> {
  if (typeof source !== "string" && !(source instanceof URL)) return undefined;
  const [store, name] = resolve(source);
  return store?.list?.(name);
}

/** Opens the files that a file names, beside it or among `files`; `close` closes all of them. */
export function openBeside(
  source: FileSource,
  files: FileSet | undefined,
  options: ReadOptions = {},
): { open: OpenBeside; close(): Promise<void> } {
  const opened: OpenFile[] = [];
  const open = besideOf(source, sourceName(source), files, async (place) => {
    const file = await openFile(place, options);
    opened.push(file);
    return file;
  });
  return {
    open,
    async close() {
      for (const file of opened) await file.close();
    },
  };
}

/** A source that need not be read whole. */
async function opened(source: FileSource): Promise<OpenFile | undefined> {
  const where = sourceName(source);
  if (typeof source === "string" || source instanceof URL) {
    const [store, name] = resolve(source);
    return store?.open?.(name, where);
  }
  if (typeof Blob !== "undefined" && source instanceof Blob) return openBlob(source, where);
  return isFileHandle(source) ? openBlob(await blobOf(source, where), where) : undefined;
}

/** A file that reports what has been read of it; a second reading is not news. */
function counting(file: OpenFile, report: NonNullable<ReadOptions["onProgress"]>): OpenFile {
  const { size } = file;
  let loaded = 0;
  return {
    size,
    async read(start, end) {
      const bytes = await file.read(start, end);
      const now = Math.min(size, loaded + end - start);
      if (now > loaded) report({ loaded: now, total: size });
      loaded = now;
      return bytes;
    },
    async close() {
      await file.close();
      if (loaded < size) report({ loaded: (loaded = size), total: size });
    },
  };
}

/** Any view of memory as bytes. */
function asBytes(source: unknown): unknown {
  return ArrayBuffer.isView(source) ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : source;
}

/** Writes a file whole or not at all. */
export async function writeBytes(target: FileTarget, bytes: Uint8Array): Promise<void> {
  const where = sourceName(target);
  if (isFileHandle(target)) return writeHandle(target, where, bytes);
  const [store, name] = resolve(target);
  if (!store) {
    throw new DeviceError(where, "this host has no file system", {
      fix: "In a browser save to opfs://NAME or indexeddb://NAME, or call save() without a path: it gives the bytes",
    });
  }
  await store.write(name, where, bytes);
}

/**
 * Writes files that belong together: the last of them at `target`, those that it names beside it. The last is written behind the
 * others, and on a disk nothing is replaced before all bytes are there.
 */
export async function writeTogether(target: FileTarget, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const where = sourceName(target);
  const list = [...files];
  const last = list.pop()!;
  const others = list.map(([name, bytes]) => [placeBeside(target as FileSource, name), bytes] as const);
  if (isFileHandle(target) || others.some(([place]) => place === undefined)) {
    throw new ValueError(where, "there is no place beside it for the files that it names", {
      expected: "a path, or a URL of file:, opfs: or indexeddb:",
      fix: 'Call save({ format: "tfjs" }): it gives the bytes of all of them',
    });
  }
  const [store] = resolve(target);
  const all = [...others, [target, last[1]] as const].map(
    ([place, bytes]) => [resolve(place as string | URL)[1], bytes] as const,
  );
  if (store?.writeAll) return store.writeAll(all, where);
  for (const [place, bytes] of [...others, [target, last[1]] as const]) await writeBytes(place as FileTarget, bytes);
}

/** Removes a file; nothing happens when there is none. */
export async function removeFile(target: string): Promise<void> {
  const [store, name] = resolve(target);
  await store?.remove(name, sourceName(target));
}

/** Makes a folder where writing a file does not. */
export async function makeFolder(target: string): Promise<void> {
  const [store, name] = resolve(target);
  await store?.makeFolder?.(name, sourceName(target));
}

/** Removes a folder, if nothing is left in it. */
export async function removeFolder(target: string): Promise<void> {
  const [store, name] = resolve(target);
  await store?.removeFolder?.(name, sourceName(target));
}
