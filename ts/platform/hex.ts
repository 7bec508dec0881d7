/** Bytes from hexadecimal digits. */

const host = globalThis as unknown as {
  Uint8Array: { fromHex?: (text: string) => Uint8Array<ArrayBuffer> };
  Buffer?: { from(text: string, encoding: "hex"): Uint8Array };
};

/** The bytes that a text of lower-case hexadecimal digits stands for, by the fastest means of the host. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  if (host.Uint8Array.fromHex) return host.Uint8Array.fromHex(text);
  if (host.Buffer) return new Uint8Array(host.Buffer.from(text, "hex"));
  // "0" is 48 and "a" is 97: their low four bits are 0 and 1.
  const digit = (code: number): number => (code & 15) + (code > 57 ? 9 : 0);
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = (digit(text.charCodeAt(2 * i)) << 4) | digit(text.charCodeAt(2 * i + 1));
  }
  return bytes;
}
