/** Bytes that arrive in pieces. */
import type { ReadOptions } from "./types";

const FIRST = 2 ** 16;
/** What a server says about the length is believed up to here before anything has arrived. */
const MOST_AT_ONCE = 2 ** 30;

/** Reads a stream to its end. `total` is the length that was announced. */
export async function readStream(
  stream: ReadableStream<Uint8Array>,
  total: number | undefined,
  { onProgress }: ReadOptions,
): Promise<Uint8Array> {
  let bytes = new Uint8Array(Math.min(total ?? FIRST, MOST_AT_ONCE));
  let loaded = 0;
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const end = loaded + value.length;
      if (end > bytes.length) {
        const larger = new Uint8Array(Math.max(end, 2 * bytes.length));
        larger.set(bytes.subarray(0, loaded));
        bytes = larger;
      }
      bytes.set(value, loaded);
      loaded = end;
      onProgress?.({ loaded, total: total !== undefined && loaded <= total ? total : undefined });
    }
  } catch (error) {
    await reader.cancel(error).catch(() => undefined);
    throw error;
  }
  if (loaded !== total) onProgress?.({ loaded, total: loaded });
  return bytes.subarray(0, loaded);
}
