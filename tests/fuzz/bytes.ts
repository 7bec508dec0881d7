/** Changes of bytes that know nothing of a format. */
import type { Random } from "./random";

/** Values that break who does not check: ends of ranges, and what is close to them. */
const SIZES = [0, 1, 2, 7, 8, 127, 128, 255, 256, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

/** Where something stands: most of a small file of HDF5 is empty. */
function used(bytes: Uint8Array): number[] {
  const places: number[] = [];
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== 0 || bytes[i - 1] || bytes[i + 1]) places.push(i);
  return places.length ? places : [0];
}

type Change = (bytes: Uint8Array, random: Random) => Uint8Array;

const flip: Change = (bytes, random) => {
  const places = used(bytes);
  for (let n = 1 + random.below(4); n > 0; n--) bytes[random.pick(places)]! ^= 1 << random.below(8);
  return bytes;
};

const set: Change = (bytes, random) => {
  const places = used(bytes);
  for (let n = 1 + random.below(4); n > 0; n--) {
    bytes[random.pick(places)] = random.pick([0, 1, 2, 4, 8, 127, 128, 255, random.below(256)]);
  }
  return bytes;
};

/** A field of two, four or eight bytes. */
const field: Change = (bytes, random) => {
  const width = random.pick([2, 4, 8]);
  if (bytes.length < width) return bytes;
  const at = Math.min(random.pick(used(bytes)), bytes.length - width);
  const start = random.chance(0.5) ? at - (at % width) : at;
  let value = random.pick([...SIZES, bytes.length, bytes.length - 1, bytes.length + 1, random.below(bytes.length)]);
  for (let i = 0; i < width; i++) {
    bytes[start + i] = value % 256;
    value = Math.floor(value / 256);
  }
  return bytes;
};

const truncate: Change = (bytes, random) => bytes.slice(0, random.below(bytes.length));

const cut: Change = (bytes, random) => {
  const start = random.below(bytes.length);
  const end = Math.min(bytes.length, start + 1 + random.below(random.pick([4, 64, 4096])));
  const out = new Uint8Array(bytes.length - (end - start));
  out.set(bytes.subarray(0, start));
  out.set(bytes.subarray(end), start);
  return out;
};

const repeat: Change = (bytes, random) => {
  const start = random.below(bytes.length);
  const part = bytes.subarray(start, start + 1 + random.below(random.pick([8, 256, 8192])));
  const to = random.below(bytes.length);
  const out = new Uint8Array(bytes.length + part.length);
  out.set(bytes.subarray(0, to));
  out.set(part, to);
  out.set(bytes.subarray(to), to + part.length);
  return out;
};

const copy: Change = (bytes, random) => {
  const length = 1 + random.below(random.pick([8, 64, 1024]));
  const from = random.below(bytes.length);
  bytes.copyWithin(random.below(bytes.length), from, Math.min(bytes.length, from + length));
  return bytes;
};

const CHANGES: readonly Change[] = [flip, flip, set, set, field, field, field, truncate, cut, repeat, copy];

/** Changes a copy of bytes somehow. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  let out: Uint8Array = bytes.slice();
  for (let n = random.pick([1, 1, 1, 2, 3]); n > 0 && out.length > 0; n--) out = random.pick(CHANGES)(out, random);
  return out;
}
