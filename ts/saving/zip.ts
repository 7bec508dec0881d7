/** Reads zips that cannot be trusted: every length is checked, what is stored is not copied. */
import { inflateSync } from "fflate";
import { type ErrorParts, FormatError } from "../core/errors";
import { isHdf5 } from "./hdf5/superblock";

/** Keras's own limits on what a member unpacks to: 4 GiB, and 100 times its size unless it is small. */
const MOST_BYTES = 2 ** 32;
const MOST_EXPANSION = 100;
const SMALL = 2 ** 24;
/** One member of a zip. */
export interface Member {
  method: number;
  crc: number;
  /** Where the member's own header starts, its stored bytes, and its size unpacked. */
  start: number;
  data: number;
  stored: number;
  size: number;
}

/** Reads the list at the end of a zip (APPNOTE.TXT 4.3.12 to 4.3.16) and checks that it can be trusted. */
export function listMembers(bytes: Uint8Array, where: string): Map<string, Member> {
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

export function unpack(bytes: Uint8Array, member: Member, where: string): Uint8Array {
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

export function crc32(bytes: Uint8Array): number {
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
