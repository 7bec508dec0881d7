/** Files of the host: Node, Deno and Bun through their common modules, browsers through fetch. */
import { FormatError, StateError } from "../core/errors";

/** What a file can be read from. */
export type FileSource = string | URL | Blob | ArrayBuffer | Uint8Array;

interface FileSystem {
  readFile(path: string | URL): Promise<Uint8Array>;
  writeFile(path: string, bytes: Uint8Array): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  rm(path: string, options: { force: boolean }): Promise<void>;
}

/** The file system, where there is one: `process.getBuiltinModule` of Node 20.16, Deno 2 and Bun. */
function fileSystem(): FileSystem | undefined {
  const host = (globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }).process;
  const fs = host?.getBuiltinModule?.("node:fs") as { promises?: FileSystem } | undefined;
  return fs?.promises;
}

/** The bytes of a path, URL, Blob or buffer. @throws FormatError when it cannot be read. */
export async function readBytes(source: FileSource): Promise<Uint8Array> {
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (typeof Blob !== "undefined" && source instanceof Blob) return new Uint8Array(await source.arrayBuffer());
  const name = String(source);
  const fs = fileSystem();
  const remote = /^(https?|data|blob):/.test(name);
  try {
    if (fs && !remote) return await fs.readFile(name.startsWith("file:") ? new URL(name) : (source as string));
    const response = await fetch(name);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw new FormatError(name, `cannot be read (${(error as Error).message})`);
  }
}

/** The name of a source, for messages. */
export function sourceName(source: FileSource): string {
  return typeof source === "string" || source instanceof URL ? String(source) : "model file";
}

let files = 0;

/** Writes a file whole or not at all: beside its place first, then renamed. */
export async function writeBytes(path: string, bytes: Uint8Array): Promise<void> {
  const fs = fileSystem();
  if (!fs) {
    throw new StateError(path, "this host has no files", { fix: "Call save() without a path: it gives the bytes" });
  }
  const beside = `${path}.${Date.now().toString(36)}${files++}.tmp`;
  try {
    await fs.writeFile(beside, bytes);
    await fs.rename(beside, path);
  } catch (error) {
    await fs.rm(beside, { force: true }).catch(() => undefined);
    throw new FormatError(path, `cannot be written (${(error as Error).message})`);
  }
}
