/** The file system of Node, Deno and Bun. */
import { failure } from "./failure";
import { inMemory } from "./memory";
import type { OpenFile, Store } from "./types";

interface Handle {
  writeFile(bytes: Uint8Array): Promise<void>;
  stat(): Promise<{ size: number; isFile(): boolean; isDirectory(): boolean; isCharacterDevice(): boolean }>;
  read(target: Uint8Array, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

interface FileSystem {
  readFile(path: string | URL): Promise<Uint8Array>;
  open(path: string | URL, flags: "r" | "wx"): Promise<Handle>;
  rename(from: string | URL, to: string | URL): Promise<void>;
  rm(path: string | URL, options: { force: boolean }): Promise<void>;
  mkdir(path: string | URL, options: { recursive: boolean }): Promise<unknown>;
  rmdir(path: string | URL): Promise<void>;
  readdir(
    path: string | URL,
    options: { withFileTypes: true },
  ): Promise<{ name: string; isFile(): boolean; isDirectory(): boolean }[]>;
}

/** Files and folders that a folder of a model may have, and folders inside one another. */
const MOST_ENTRIES = 10_000;
const MOST_DEEP = 20;

/** The file system, where there is one: `process.getBuiltinModule` of Node 20.16, Deno 2 and Bun. */
function fileSystem(): FileSystem | undefined {
  const host = (globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } }).process;
  const fs = host?.getBuiltinModule?.("node:fs") as { promises?: FileSystem } | undefined;
  return fs?.promises;
}

/** What to do about a permission that the runtime itself withholds. */
function permissionFix(error: unknown, verb: "read" | "write"): string | undefined {
  const { name, code } = (error ?? {}) as { name?: string; code?: string };
  if (name === "NotCapable") {
    const scope = verb === "write" ? "its folder: it is written beside its place, then renamed" : "the file";
    return `Run Deno with --allow-${verb} for ${scope}`;
  }
  if (code === "ERR_ACCESS_DENIED")
    return `Run Node with --allow-fs-${verb} for the ${verb === "write" ? "folder" : "file"}`;
  return undefined;
}

/** An open file as one that is read at any place; pipes and the like are read whole instead. */
async function readable(handle: Handle, where: string): Promise<OpenFile | undefined> {
  const stat = await handle.stat();
  if (stat.isDirectory()) throw Object.assign(new Error(), { code: "EISDIR" });
  // What never ends must not be read to its end.
  if (stat.isCharacterDevice()) throw new Error("it is a device, not a file");
  if (!stat.isFile()) return undefined;
  let buffer = new Uint8Array(0);
  return {
    size: stat.size,
    async read(start, end) {
      const length = end - start;
      if (buffer.length < length) buffer = new Uint8Array(length);
      for (let done = 0; done < length; ) {
        const { bytesRead } = await handle.read(buffer, done, length - done, start + done).catch((error: unknown) => {
          throw failure(where, "read", error);
        });
        if (bytesRead === 0) throw failure(where, "read", new Error("it became shorter while it was read"));
        done += bytesRead;
      }
      return buffer.subarray(0, length);
    },
    close: () => handle.close(),
  };
}

let files = 0;

/** The store of a file system; undefined where there is none. */
export function disk(): Store | undefined {
  const fs = fileSystem();
  if (!fs) return undefined;
  const place = (name: string): string | URL => (/^file:/i.test(name) ? new URL(name) : name);
  return {
    async read(name, where, { onProgress }) {
      try {
        const bytes = await fs.readFile(place(name));
        onProgress?.({ loaded: bytes.length, total: bytes.length });
        return bytes;
      } catch (error) {
        throw failure(where, "read", error, permissionFix(error, "read"));
      }
    },

    async open(name, where) {
      let handle: Handle | undefined;
      try {
        handle = await fs.open(place(name), "r");
        const file = await readable(handle, where);
        if (file) return file;
        await handle.close();
      } catch (error) {
        await handle?.close();
        throw failure(where, "read", error, permissionFix(error, "read"));
      }
      return inMemory(await this.read(name, where, {}));
    },

    async list(name) {
      const files: string[] = [];
      let entries = 0;
      const walk = async (inside: string, depth: number): Promise<void> => {
        for (const entry of await fs.readdir(place(`${name}/${inside}`), { withFileTypes: true })) {
          if (++entries > MOST_ENTRIES) return;
          const path = inside + entry.name;
          if (entry.isFile()) files.push(path);
          else if (entry.isDirectory() && depth < MOST_DEEP) await walk(`${path}/`, depth + 1);
        }
      };
      try {
        await walk("", 0);
      } catch {
        return undefined;
      }
      return files;
    },

    write(name, where, bytes) {
      return this.writeAll!([[name, bytes]], where);
    },

    async writeAll(list, where) {
      // All are on the disk beside their places before the first takes the place of what was there.
      const staged: { beside: string | URL; name: string }[] = [];
      try {
        for (const [name, bytes] of list) {
          const beside = place(`${name}.${Date.now().toString(36)}${files++}.tmp`);
          const file = await fs.open(beside, "wx").catch((error: unknown) => {
            const nowhere = (error as { code?: string }).code === "ENOENT";
            throw nowhere ? new Error("there is no such folder", { cause: error }) : error;
          });
          staged.push({ beside, name });
          try {
            await file.writeFile(bytes);
            await file.sync();
          } finally {
            await file.close();
          }
        }
        for (const { beside, name } of staged) await fs.rename(beside, place(name));
      } catch (error) {
        for (const { beside } of staged) await fs.rm(beside, { force: true }).catch(() => undefined);
        throw failure(where, "written", error, permissionFix(error, "write"));
      }
    },

    async remove(name, where) {
      await fs.rm(place(name), { force: true }).catch((error: unknown) => {
        throw failure(where, "removed", error, permissionFix(error, "write"));
      });
    },

    async makeFolder(name, where) {
      await fs.mkdir(place(name), { recursive: true }).catch((error: unknown) => {
        throw failure(where, "written", error, permissionFix(error, "write"));
      });
    },

    async removeFolder(name) {
      // One that holds other files stays.
      await fs.rmdir(place(name)).catch(() => undefined);
    },
  };
}
