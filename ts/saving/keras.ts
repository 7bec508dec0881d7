/** The `.keras` container: a zip of metadata.json, config.json, model.weights.h5 and assets. */

import { inflateSync } from "fflate";
import { DeviceError, type ErrorParts, FormatError, ValueError } from "../core/errors";
import type { Hdf5Group } from "./hdf5/group";
import { openHdf5 } from "./hdf5/open";
import type { Hdf5GroupSpec } from "./hdf5/spec";
import { isHdf5 } from "./hdf5/superblock";
import { planHdf5 } from "./hdf5/write";
import { type JsonInput, type JsonValue, parseJson, stringifyJson } from "./json";

/** The contents of metadata.json. */
export interface KerasMetadata {
  /** The version of Keras that wrote the file, as "3.15.1". */
  keras_version: string;
  /** When, as "2026-05-13@21:23:40"; empty when the file does not say. */
  date_saved: string;
}

/** A `.keras` file that was read. */
export interface KerasFile {
  metadata: KerasMetadata;
  config: JsonValue;
  weights: Hdf5Group;
  /** The files below assets/, by their paths there. */
  assets: Map<string, Uint8Array>;
}

/** A `.keras` file to write. */
export interface KerasContent {
  metadata: KerasMetadata;
  config: JsonInput;
  weights: Hdf5GroupSpec;
  /** The files below assets/, by their paths there. */
  assets?: ReadonlyMap<string, Uint8Array>;
}

const METADATA = "metadata.json";
const CONFIG = "config.json";
const WEIGHTS = "model.weights.h5";
const ASSETS = "assets/";

/** Keras's own limits on what a member unpacks to: 4 GiB, and 100 times its size unless it is small. */
const MOST_BYTES = 2 ** 32;
const MOST_EXPANSION = 100;
const SMALL = 2 ** 24;

/**
 * Reads a `.keras` file. Members that are stored without compression, as Keras stores them, are views of `bytes`: the
 * weights of a large model are not copied, so keep `bytes` unchanged while they are in use. `where` is what errors call the
 * file. Throws FormatError when the file is not a `.keras` zip (a legacy `.h5` model is named as such), is truncated or
 * damaged, lacks a member, or is made to exhaust memory or to write outside its folder.
 *
 * @example
 * const { config, weights } = readKeras(bytes, "model.keras");
 * weights.dataset("layers/dense/vars/0").read() // Float32Array
 */
export function readKeras(bytes: Uint8Array, where: string = "keras file"): KerasFile {
  // A subclass (Node's Buffer) may behave differently.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const members = listMembers(plain, where);
  const read = (name: string): Uint8Array => {
    const member = members.get(name);
    if (member) return unpack(plain, member, `${where}/${name}`);
    throw new FormatError(where, `the zip has no member "${name}", so it is not a .keras model`, {
      expected: `members ${METADATA}, ${CONFIG} and ${WEIGHTS}`,
      received: { members: [...members.keys()] },
    });
  };
  const metadata = readMetadata(parseText(read(METADATA), `${where}/${METADATA}`), where);
  const config = parseText(read(CONFIG), `${where}/${CONFIG}`);
  if (!members.has(WEIGHTS) && members.has("model.weights.npz")) {
    throw new FormatError(where, "the weights are in NumPy's npz format, which is not supported", {
      fix: "Save the model again without weights_format",
    });
  }
  const weights = openHdf5(read(WEIGHTS), `${where}/${WEIGHTS}`);
  const assets = new Map<string, Uint8Array>();
  for (const name of members.keys()) {
    if (name.startsWith(ASSETS) && !name.endsWith("/")) assets.set(name.slice(ASSETS.length), read(name));
  }
  return { metadata, config, weights, assets };
}

function parseText(bytes: Uint8Array, where: string): JsonValue {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new FormatError(where, "the text is not UTF-8");
  }
  return parseJson(text, where);
}

function readMetadata(value: JsonValue, where: string): KerasMetadata {
  const { keras_version: version, date_saved: date } = (value ?? {}) as { [key: string]: JsonValue };
  if (typeof version === "string") return { keras_version: version, date_saved: typeof date === "string" ? date : "" };
  throw new FormatError(`${where}/${METADATA}`, "the version of Keras is missing", {
    expected: '{"keras_version": "3.15.1", "date_saved": ...}',
  });
}

// ---- reading a zip ----

interface Member {
  method: number;
  crc: number;
  /** Where the member's own header starts, its stored bytes, and its size unpacked. */
  start: number;
  data: number;
  stored: number;
  size: number;
}

/** Reads the list at the end of a zip (APPNOTE.TXT 4.3.12 to 4.3.16) and checks that it can be trusted. */
function listMembers(bytes: Uint8Array, where: string): Map<string, Member> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const damaged = (what: string, parts: ErrorParts = {}): FormatError =>
    new FormatError(where, what, { fix: "The file is truncated or damaged", ...parts });
  checkMagic(bytes, where);
  let end = bytes.length - 22;
  while (end >= 0 && end >= bytes.length - 22 - 0xffff && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50) {
    throw damaged("the zip is truncated: its list of members is missing", { received: { bytes: bytes.length } });
  }
  let count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (end >= 20 && view.getUint32(end - 20, true) === 0x07064b50) {
    const record = u64(view, end - 12);
    if (record + 56 > bytes.length || view.getUint32(record, true) !== 0x06064b50)
      throw damaged("the zip's list of members is broken");
    count = u64(view, record + 32);
    at = u64(view, record + 48);
  }
  const members = new Map<string, Member>();
  let total = 0;
  for (let i = 0; i < count; i++) {
    if (!(at + 46 <= end) || view.getUint32(at, true) !== 0x02014b50)
      throw damaged("the zip's list of members is broken");
    const nameSize = view.getUint16(at + 28, true);
    const extraSize = view.getUint16(at + 30, true);
    const next = at + 46 + nameSize + extraSize + view.getUint16(at + 32, true);
    if (next > end) throw damaged("the zip's list of members is broken");
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameSize));
    const member = readEntry(view, at, at + 46 + nameSize, extraSize);
    if (!(member.start + 30 <= bytes.length) || view.getUint32(member.start, true) !== 0x04034b50) {
      throw damaged(`the zip's member "${name}" is not where the list says`);
    }
    member.data = member.start + 30 + view.getUint16(member.start + 26, true) + view.getUint16(member.start + 28, true);
    if (!(member.data + member.stored <= bytes.length)) throw damaged(`the zip's member "${name}" is cut short`);
    if (view.getUint16(at + 8, true) & 1) throw new FormatError(where, `the zip's member "${name}" is encrypted`);
    if (members.has(name)) throw damaged(`the zip has two members named "${name}"`);
    checkName(name, where);
    checkSize(`${where}/${name}`, member.size, member.stored);
    total += member.size;
    members.set(name, member);
    at = next;
  }
  checkSize(where, total, bytes.length);
  let before = 0;
  for (const member of [...members.values()].sort((a, b) => a.start - b.start)) {
    if (member.start < before) throw damaged("members of the zip overlap");
    before = member.data + member.stored;
  }
  return members;
}

/** Says what the bytes are when they are not a zip. */
function checkMagic(bytes: Uint8Array, where: string): void {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return;
  if (isHdf5(bytes)) {
    throw new FormatError(where, "this is a legacy HDF5 model (.h5), which is not supported yet", {
      expected: "a .keras zip",
      fix: 'Load it in Keras 3 and save it with model.save("model.keras")',
    });
  }
  throw new FormatError(where, "this is not a .keras file", {
    expected: 'a zip, which starts with "PK"',
    received: { bytes: bytes.length, start: Array.from(bytes.subarray(0, 4)) },
  });
}

function u64(view: DataView, pos: number): number {
  const low = pos + 8 <= view.byteLength ? view.getUint32(pos, true) : Number.NaN;
  return low + (pos + 8 <= view.byteLength ? view.getUint32(pos + 4, true) * 2 ** 32 : 0);
}

/** Reads an entry of the list; sizes of 32 set bits stand in a ZIP64 field instead (APPNOTE.TXT 4.5.3). */
function readEntry(view: DataView, at: number, extra: number, extraSize: number): Member {
  let size = view.getUint32(at + 24, true);
  let stored = view.getUint32(at + 20, true);
  let start = view.getUint32(at + 42, true);
  for (let pos = extra; pos + 4 <= extra + extraSize; pos += 4 + view.getUint16(pos + 2, true)) {
    if (view.getUint16(pos, true) !== 1) continue;
    let field = pos + 4;
    const wide = (value: number): number => {
      if (value !== 0xffffffff) return value;
      field += 8;
      return field <= extra + extraSize ? u64(view, field - 8) : Number.NaN;
    };
    size = wide(size);
    stored = wide(stored);
    start = wide(start);
    break;
  }
  return { method: view.getUint16(at + 10, true), crc: view.getUint32(at + 16, true), start, data: 0, stored, size };
}

function checkName(name: string, where: string): void {
  const parts = name.split(/[/\\]/);
  if (
    parts.includes("..") ||
    parts[0] === "" ||
    name.includes("\\") ||
    name.includes("\0") ||
    /^[A-Za-z]:/.test(name)
  ) {
    throw new FormatError(where, "a member of the zip has a path that leads outside", {
      expected: 'a relative path without ".."',
      received: { name },
    });
  }
}

function checkSize(where: string, size: number, stored: number): void {
  if (size <= MOST_BYTES && (size <= SMALL || size <= MOST_EXPANSION * stored)) return;
  throw new FormatError(where, "it unpacks to far more than it holds", {
    expected: `at most ${MOST_BYTES} bytes, and at most ${MOST_EXPANSION} times the bytes stored`,
    received: { size, stored },
    fix: "The file is damaged or made to exhaust memory",
  });
}

function unpack(bytes: Uint8Array, member: Member, where: string): Uint8Array {
  const { method, data, stored, size } = member;
  const raw = bytes.subarray(data, data + stored);
  let content = raw;
  if (method === 8) {
    try {
      content = inflateSync(raw, { out: new Uint8Array(size) });
    } catch (cause) {
      throw new FormatError(where, `the compressed data is broken (${(cause as Error).message})`);
    }
  } else if (method !== 0) {
    throw new FormatError(where, "the compression is not supported", {
      expected: "method 0 (stored) or 8 (deflate)",
      received: { method },
    });
  }
  if (content.length !== size || crc32(content) !== member.crc) {
    throw new FormatError(where, "the data does not match its checksum", { fix: "The file is damaged: copy it again" });
  }
  return content;
}

/** Tables for CRC-32, eight bytes at a time: entry 256 * t + byte is what a byte does to the sum t bytes later. */
const CRC: Uint32Array = new Uint32Array(2048);
for (let byte = 0; byte < 256; byte++) {
  let sum = byte;
  for (let t = 0; t < 8; t++) {
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
    CRC[256 * t + byte] = sum;
  }
}

function crc32(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const after = (t: number, word: number): number => CRC[256 * t + (word & 255)] as number;
  let sum = -1;
  let i = 0;
  for (; i + 8 <= bytes.length; i += 8) {
    const a = sum ^ view.getInt32(i, true);
    const b = view.getInt32(i + 4, true);
    sum = after(7, a) ^ after(6, a >> 8) ^ after(5, a >> 16) ^ after(4, a >> 24);
    sum ^= after(3, b) ^ after(2, b >> 8) ^ after(1, b >> 16) ^ after(0, b >> 24);
  }
  for (; i < bytes.length; i++) sum = (sum >>> 8) ^ after(0, sum ^ (bytes[i] as number));
  return ~sum >>> 0;
}

// ---- writing a zip ----

interface Part {
  name: Uint8Array;
  size: number;
  write: (target: Uint8Array) => void;
  start: number;
  data: number;
}

/**
 * Writes a `.keras` file as Keras does: members stored without compression, metadata.json first, then config.json,
 * model.weights.h5 and the assets. The file is laid out first and allocated once; the weights start at a multiple of 8, so
 * that reading them back needs no copy. The same content gives the same bytes; the zip's times are `date_saved`. Throws
 * ValueError when something cannot be written, and DeviceError when there is no memory for the file.
 *
 * @example
 * const metadata = { keras_version: "3.15.1", date_saved: "2026-05-13@21:23:40" };
 * const bytes = writeKeras({ metadata, config, weights: { kind: "group", members: new Map() } });
 */
export function writeKeras(content: KerasContent): Uint8Array {
  const { metadata, config, weights, assets } = content;
  const encoder = new TextEncoder();
  const parts: Part[] = [];
  let end = 0;
  let lists = 22;
  const add = (name: string, size: number, write: Part["write"], align: boolean): void => {
    const part = { name: encoder.encode(name), size, write, start: end, data: end + 30 };
    part.data += part.name.length;
    // A field of padding takes 6 bytes or more.
    if (align && part.data % 8 !== 0) part.data = Math.ceil((part.data + 6) / 8) * 8;
    parts.push(part);
    end = part.data + size;
    lists += 46 + part.name.length;
  };
  const addBytes = (name: string, bytes: Uint8Array): void =>
    add(name, bytes.length, (target) => target.set(bytes), false);
  addBytes(METADATA, encoder.encode(stringifyJson({ ...metadata }, METADATA)));
  addBytes(CONFIG, encoder.encode(stringifyJson(config, CONFIG)));
  const plan = planHdf5(weights);
  add(WEIGHTS, plan.size, (target) => plan.writeTo(target), true);
  for (const [name, bytes] of assets ?? []) {
    const path = name.split("/");
    if (name.includes("\\") || name.includes(":") || path.includes("..") || path.includes("")) {
      throw new ValueError("writeKeras", "an asset cannot have this name", { received: { name } });
    }
    addBytes(ASSETS + name, bytes);
  }
  if (end + lists >= 0xffffffff || parts.length >= 0xffff) {
    throw new ValueError("writeKeras", "the model is too large for one .keras file", {
      expected: "less than 4 GiB and 65535 members",
      received: { bytes: end + lists, members: parts.length },
    });
  }
  return writeZip(parts, end, lists, dosTime(metadata.date_saved));
}

/** Times in zips count from 1980 in steps of two seconds (APPNOTE.TXT 4.4.6); that year stands for "unknown". */
function dosTime(date: string): number {
  const known = /^\d{4}-\d\d-\d\d@\d\d:\d\d:\d\d$/.test(date) ? date : "1980-01-01@00:00:00";
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = known.split(/[-@:]/).map(Number);
  const days = (Math.min(127, Math.max(0, year - 1980)) << 9) | (month << 5) | day;
  return ((days << 16) | (hour << 11) | (minute << 5) | (second >> 1)) >>> 0;
}

function allocate(size: number, where: string): Uint8Array {
  try {
    return new Uint8Array(size);
  } catch {
    throw new DeviceError(where, "there is no memory for the file", { received: { bytes: size } });
  }
}

/** Writes local headers and data, then the list of members (APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16). */
function writeZip(parts: readonly Part[], end: number, lists: number, time: number): Uint8Array {
  const zip = allocate(end + lists, "writeKeras");
  const view = new DataView(zip.buffer);
  let list = end;
  for (const { name, size, write, start, data } of parts) {
    const content = zip.subarray(data, data + size);
    write(content);
    const extra = data - start - 30 - name.length;
    // The fields that both headers have, from "version needed" to the length of the name.
    const common = (at: number): void => {
      view.setUint16(at, 20, true);
      view.setUint16(at + 2, name.some((byte) => byte > 127) ? 0x800 : 0, true);
      view.setUint32(at + 6, time, true);
      view.setUint32(at + 14, size, true);
      view.setUint32(at + 18, size, true);
      view.setUint16(at + 22, name.length, true);
    };
    const crc = crc32(content);
    view.setUint32(start, 0x04034b50, true);
    common(start + 4);
    view.setUint32(start + 14, crc, true);
    view.setUint16(start + 28, extra, true);
    zip.set(name, start + 30);
    if (extra > 0) {
      // The alignment field that Android's zipalign writes: its id, its size, the alignment, zeros.
      const at = start + 30 + name.length;
      view.setUint16(at, 0xd935, true);
      view.setUint16(at + 2, extra - 4, true);
      view.setUint16(at + 4, 8, true);
    }
    view.setUint32(list, 0x02014b50, true);
    view.setUint16(list + 4, 0x0314, true);
    common(list + 6);
    view.setUint32(list + 16, crc, true);
    view.setUint32(list + 38, 0o600 << 16, true);
    view.setUint32(list + 42, start, true);
    zip.set(name, list + 46);
    list += 46 + name.length;
  }
  view.setUint32(list, 0x06054b50, true);
  view.setUint16(list + 8, parts.length, true);
  view.setUint16(list + 10, parts.length, true);
  view.setUint32(list + 12, list - end, true);
  view.setUint32(list + 16, end, true);
  return zip;
}
