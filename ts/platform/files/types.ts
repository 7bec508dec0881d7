/** What files are read from and written to. */

/** How much of a file has arrived. */
export interface Progress {
  /** Bytes so far. */
  loaded: number;
  /** Bytes in all; undefined when the server does not say, or compresses what it sends. */
  total: number | undefined;
}

/** Options of what reads a file. */
export interface ReadOptions {
  /** Called as bytes arrive, and once when all are there. */
  onProgress?: (progress: Progress) => void;
}

/** A file that the user picked, as `showOpenFilePicker`, `showSaveFilePicker` and drag-and-drop give it. */
export interface FileHandle {
  readonly kind: "file";
  readonly name: string;
  getFile(): Promise<Blob>;
  /** Absent where files can only be read. */
  createWritable?(): Promise<{
    write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
    close(): Promise<void>;
    abort(): Promise<void>;
  }>;
}

/**
 * What a file can be read from: a path, a URL (file:, http:, https:, data:, blob:, opfs:, indexeddb:), a Blob or File, a
 * file that the user picked, or bytes.
 */
export type FileSource = string | URL | Blob | FileHandle | ArrayBuffer | Uint8Array;

/** What a file can be written to: a path, a URL (file:, opfs:, indexeddb:), or a file that the user picked. */
export type FileTarget = string | URL | FileHandle;

/** A file that is open for reading. */
export interface OpenFile {
  readonly size: number;
  /** All of it, where it is in memory. */
  readonly bytes?: Uint8Array;
  /** The bytes [start, end), which lie inside; the next read may use their memory again. */
  read(start: number, end: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A place that keeps files by name. Errors call the file `where`. */
export interface Store {
  read(name: string, where: string, options: ReadOptions): Promise<Uint8Array>;
  /** Opens a file that need not be read whole; absent where files come whole. */
  open?(name: string, where: string): Promise<OpenFile>;
  /** The files in a folder and in those below it, by their paths from it; undefined for what is no folder. */
  list?(name: string): Promise<readonly string[] | undefined>;
  /** Writes a file whole or not at all. */
  write(name: string, where: string, bytes: Uint8Array): Promise<void>;
  /**
   * Writes files that belong together, in this order: all or none of them, as far as the place allows it; absent where it can
   * only write one behind the other.
   */
  writeAll?(files: readonly (readonly [name: string, bytes: Uint8Array])[], where: string): Promise<void>;
  /** Removes a file; nothing happens when there is none. */
  remove(name: string, where: string): Promise<void>;
  /** Makes a folder, with those above it; absent where a write makes them. */
  makeFolder?(name: string, where: string): Promise<void>;
  /** Removes a folder that is empty; absent where folders are but names. */
  removeFolder?(name: string, where: string): Promise<void>;
}
