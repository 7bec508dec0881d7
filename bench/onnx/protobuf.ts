/** The wire format of protocol buffers, as much as ONNX needs: a message is the bytes of its fields, one after the other. */

const text = new TextEncoder();

/** An integer of seven bits a byte. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  // Negative ones are of 64 bits in two's complement.
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return bytes;
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function integer(field: number, value: number): Uint8Array {
  return Uint8Array.from([...varint(field << 3), ...varint(value)]);
}

export function float(field: number, value: number): Uint8Array {
  return concat([Uint8Array.from(varint((field << 3) | 5)), bytesOf(Float32Array.of(value))]);
}

/** Bytes, text, or the message of some fields. */
export function bytes(field: number, value: string | Uint8Array | readonly Uint8Array[]): Uint8Array {
  const content = typeof value === "string" ? text.encode(value) : value instanceof Uint8Array ? value : concat(value);
  return concat([Uint8Array.from([...varint((field << 3) | 2), ...varint(content.length)]), content]);
}

/** The bytes of an array; those of the machine are in the order of the format. */
export function bytesOf(values: Float32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
