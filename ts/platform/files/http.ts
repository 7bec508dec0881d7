/** What a server, or a data: or blob: URL, answers to `fetch`. */
import { FormatError, ValueError } from "../../core/errors";
import { failure, reasonOf } from "./failure";
import { readStream } from "./stream";
import type { Store } from "./types";

/** The length a server announces, unless it is that of a compressed form. */
function announced(response: Response): number | undefined {
  const encoding = response.headers.get("content-encoding") ?? "identity";
  const length = response.headers.get("content-length") ?? "";
  return encoding === "identity" && /^\d+$/.test(length) ? Number(length) : undefined;
}

/** The innermost cause of an error: `fetch` of Node says "fetch failed" and keeps the reason there. */
function rootOf(error: unknown): unknown {
  const { cause } = (error ?? {}) as { cause?: unknown };
  return cause === undefined ? error : rootOf(cause);
}

async function answer(name: string, where: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(name);
  } catch (error) {
    const withheld = (error as { name?: string }).name === "NotCapable";
    throw new FormatError(where, `cannot be read: ${reasonOf(rootOf(error))}`, {
      fix: withheld
        ? "Run Deno with --allow-net for this server"
        : "Check the address, the network, and in a page that the server allows its origin (CORS)",
      cause: error,
    });
  }
  if (response.ok) return response;
  await response.body?.cancel().catch(() => undefined);
  throw new FormatError(
    where,
    `cannot be read: the server answers HTTP ${response.status} ${response.statusText}`.trim(),
  );
}

/** Files on servers: they can be read. */
export const http: Store = {
  async read(name, where, options) {
    const response = await answer(name, where);
    const total = announced(response);
    let loaded = 0;
    let thrown: { error: unknown } | undefined;
    const { onProgress } = options;
    const counted = (progress: { loaded: number; total: number | undefined }): void => {
      loaded = progress.loaded;
      try {
        onProgress?.(progress);
      } catch (error) {
        thrown = { error };
        throw error;
      }
    };
    const cut = (cause?: unknown): FormatError =>
      new FormatError(where, "cannot be read: the download ended too early", {
        expected: total === undefined ? undefined : `${total} bytes`,
        received: { bytes: loaded },
        fix: "Try again",
        cause,
      });
    let bytes: Uint8Array;
    try {
      bytes = response.body ? await readStream(response.body, total, { onProgress: counted }) : new Uint8Array();
    } catch (error) {
      if (thrown) throw thrown.error;
      if (error instanceof RangeError) throw failure(where, "read", error);
      throw cut(error);
    }
    if (total !== undefined && bytes.length < total) throw cut();
    return bytes;
  },

  async write(name, where) {
    throw new ValueError(where, "a file cannot be saved to a server", {
      received: { path: name },
      fix: "Call it without a path: it gives the bytes, which fetch can send",
    });
  },

  async remove(name, where) {
    throw new ValueError(where, "a file cannot be saved to a server", {
      received: { path: name },
      fix: "Call it without a path: it gives the bytes, which fetch can send",
    });
  },
};
