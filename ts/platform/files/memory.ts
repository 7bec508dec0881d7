/** A file that is in memory. */
import type { OpenFile } from "./types";

/** Bytes as an open file. */
export function inMemory(bytes: Uint8Array): OpenFile {
  return {
    size: bytes.length,
    bytes,
    read: async (start, end) => bytes.subarray(start, end),
    close: async () => undefined,
  };
}
