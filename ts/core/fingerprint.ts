/** Hashes of bytes to 64 bits, on all machines the same: FarmHash's fingerprint (farmhashna) and SipHash-2-4. */

const MASK = 0xffffffffffffffffn;
const K0 = 0xc3a5c85c97cb3127n;
const K1 = 0xb492b66fbe98f273n;
const K2 = 0x9ae16a3b2f90404fn;

const u64 = (x: bigint): bigint => x & MASK;
const rotate = (x: bigint, by: bigint): bigint => u64((x >> by) | (x << (64n - by)));
const mix = (x: bigint): bigint => x ^ (x >> 47n);

/** FarmHash's Fingerprint64 of bytes. */
export function farmHash64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const n = bytes.length;
  if (n > 64) return hashLong(view, n);
  if (n > 32) return hash33to64(view, n);
  return n > 16 ? hash17to32(view, n) : hash0to16(view, n);
}

function hash16(a: bigint, b: bigint, mul: bigint): bigint {
  const x = mix(u64((a ^ b) * mul));
  return u64(mix(u64((b ^ x) * mul)) * mul);
}

function hash0to16(s: DataView, n: number): bigint {
  const mul = u64(K2 + BigInt(n) * 2n);
  if (n >= 8) {
    const a = s.getBigUint64(0, true) + K2;
    const b = s.getBigUint64(n - 8, true);
    return hash16(u64(rotate(b, 37n) * mul + a), u64((rotate(u64(a), 25n) + b) * mul), mul);
  }
  if (n >= 4) return hash16(BigInt(n + s.getUint32(0, true) * 8), BigInt(s.getUint32(n - 4, true)), mul);
  if (n === 0) return K2;
  const y = BigInt(s.getUint8(0) + s.getUint8(n >> 1) * 256);
  const z = BigInt(n + s.getUint8(n - 1) * 4);
  return u64(mix(u64(y * K2) ^ u64(z * K0)) * K2);
}

function hash17to32(s: DataView, n: number): bigint {
  const mul = u64(K2 + BigInt(n) * 2n);
  const a = u64(s.getBigUint64(0, true) * K1);
  const b = s.getBigUint64(8, true);
  const c = u64(s.getBigUint64(n - 8, true) * mul);
  const d = u64(s.getBigUint64(n - 16, true) * K2);
  const left = u64(rotate(u64(a + b), 43n) + rotate(c, 30n) + d);
  return hash16(left, u64(a + rotate(u64(b + K2), 18n) + c), mul);
}

function hash33to64(s: DataView, n: number): bigint {
  const mul = u64(K2 + BigInt(n) * 2n);
  const a = u64(s.getBigUint64(0, true) * K2);
  const b = s.getBigUint64(8, true);
  const c = u64(s.getBigUint64(n - 8, true) * mul);
  const d = u64(s.getBigUint64(n - 16, true) * K2);
  const y = u64(rotate(u64(a + b), 43n) + rotate(c, 30n) + d);
  const z = hash16(y, u64(a + rotate(u64(b + K2), 18n) + c), mul);
  const e = u64(s.getBigUint64(16, true) * mul);
  const f = s.getBigUint64(24, true);
  const g = u64((y + s.getBigUint64(n - 32, true)) * mul);
  const h = u64((z + s.getBigUint64(n - 24, true)) * mul);
  const left = u64(rotate(u64(e + f), 43n) + rotate(g, 30n) + h);
  return hash16(left, u64(e + rotate(u64(f + a), 18n) + g), mul);
}

/** Two words of 32 bytes and two seeds. */
function weak(s: DataView, at: number, first: bigint, second: bigint): [bigint, bigint] {
  const z = s.getBigUint64(at + 24, true);
  let a = u64(first + s.getBigUint64(at, true));
  let b = rotate(u64(second + a + z), 21n);
  const c = a;
  a = u64(a + s.getBigUint64(at + 8, true) + s.getBigUint64(at + 16, true));
  b = u64(b + rotate(a, 44n));
  return [u64(a + z), u64(b + c)];
}

function hashLong(s: DataView, n: number): bigint {
  let y = u64(81n * K1 + 113n);
  let z = u64(mix(u64(y * K2 + 113n)) * K2);
  let v: [bigint, bigint] = [0n, 0n];
  let w: [bigint, bigint] = [0n, 0n];
  let x = u64(81n * K2 + s.getBigUint64(0, true));
  const block = (at: number, mul: bigint, last: boolean): void => {
    x = u64(rotate(u64(x + y + v[0] + s.getBigUint64(at + 8, true)), 37n) * mul);
    y = u64(rotate(u64(y + v[1] + s.getBigUint64(at + 48, true)), 42n) * mul);
    x ^= last ? u64(w[1] * 9n) : w[1];
    y = u64(y + (last ? v[0] * 9n : v[0]) + s.getBigUint64(at + 40, true));
    z = u64(rotate(u64(z + w[0]), 33n) * mul);
    v = weak(s, at, u64(v[1] * mul), u64(x + w[0]));
    w = weak(s, at + 32, u64(z + w[1]), u64(y + s.getBigUint64(at + 16, true)));
    [z, x] = [x, z];
  };
  const end = Math.floor((n - 1) / 64) * 64;
  for (let at = 0; at < end; at += 64) block(at, K1, false);
  const mul = u64(K1 + ((z & 0xffn) << 1n));
  w[0] = u64(w[0] + BigInt((n - 1) & 63));
  v[0] = u64(v[0] + w[0]);
  w[0] = u64(w[0] + v[0]);
  block(n - 64, mul, true);
  const left = u64(hash16(v[0], w[0], mul) + mix(y) * K0 + z);
  return hash16(left, u64(hash16(v[1], w[1], mul) + x), mul);
}

/** One fingerprint of two, as TensorFlow's FingerprintCat64. */
export function joinFingerprints(first: bigint, second: bigint): bigint {
  const mul = 0xc6a4a7935bd1e995n;
  let result = first ^ mul;
  result ^= u64(mix(u64(second * mul)) * mul);
  result = u64(result * mul);
  return mix(u64(mix(result) * mul));
}

/** SipHash-2-4 of bytes under a key of two words. */
export function sipHash64(bytes: Uint8Array, key: readonly [bigint, bigint]): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [k0, k1] = [u64(key[0]), u64(key[1])];
  let a = k0 ^ 0x736f6d6570736575n;
  let b = k1 ^ 0x646f72616e646f6dn;
  let c = k0 ^ 0x6c7967656e657261n;
  let d = k1 ^ 0x7465646279746573n;
  const rounds = (count: number): void => {
    for (let i = 0; i < count; i++) {
      a = u64(a + b);
      b = rotate(b, 51n) ^ a;
      a = rotate(a, 32n);
      c = u64(c + d);
      d = rotate(d, 48n) ^ c;
      a = u64(a + d);
      d = rotate(d, 43n) ^ a;
      c = u64(c + b);
      b = rotate(b, 47n) ^ c;
      c = rotate(c, 32n);
    }
  };
  const word = (m: bigint): void => {
    d ^= m;
    rounds(2);
    a ^= m;
  };
  const whole = bytes.length - (bytes.length % 8);
  for (let at = 0; at < whole; at += 8) word(view.getBigUint64(at, true));
  let last = BigInt(bytes.length & 255) << 56n;
  for (let i = whole; i < bytes.length; i++) last |= BigInt(bytes[i]!) << BigInt(8 * (i - whole));
  word(last);
  c ^= 0xffn;
  rounds(4);
  return a ^ b ^ c ^ d;
}
