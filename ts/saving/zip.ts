/** Reads zips that cannot be trusted: every length is checked, what is stored is not copied. */
import { inflateSync } from "fflate";
import { DeviceError, type ErrorParts, FormatError } from "../core/errors";
import { Pages } from "./pages";

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

/** Whether bytes begin like a zip. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

/** Numbers of a file by their place; those beyond its end are NaN. */
class Numbers {
  readonly #pages: Pages;

  constructor(pages: Pages) {
    this.#pages = pages;
  }

  read(pos: number, width: 2 | 4 | 8): number {
    if (!(pos >= 0 && pos + width <= this.#pages.size)) return Number.NaN;
    const bytes = this.#pages.slice(pos, pos + width);
    let value = 0;
    for (let i = width - 1; i >= 0; i--) value = value * 256 + bytes[i]!;
    return value;
  }

  u16(pos: number): number {
    return this.read(pos, 2);
  }

  u32(pos: number): number {
    return this.read(pos, 4);
  }

  u64(pos: number): number {
    return this.read(pos, 8);
  }
}

/** Where the record at the end of a zip starts, which comments may follow; -1 when there is none. */
function endRecord(pages: Pages): number {
  const from = Math.max(0, pages.size - 22 - 0xffff);
  const tail = pages.slice(from, pages.size);
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail[at] === 0x50 && tail[at + 1] === 0x4b && tail[at + 2] === 5 && tail[at + 3] === 6) return from + at;
  }
  return -1;
}

/** Reads the list at the end of a zip (APPNOTE.TXT 4.3.12 to 4.3.16) and checks that it can be trusted. */
export function listMembers(pages: Pages, where: string): Map<string, Member> {
  const numbers = new Numbers(pages);
  const damaged = (what: string, parts: ErrorParts = {}): FormatError =>
    new FormatError(where, what, { fix: "The file is truncated or damaged", ...parts });
  const end = endRecord(pages);
  if (end < 0) {
    throw damaged("the zip is truncated: its list of members is missing", { received: { bytes: pages.size } });
  }
  let count = numbers.u16(end + 10);
  let at = numbers.u32(end + 16);
  if (numbers.u32(end - 20) === 0x07064b50) {
    const record = numbers.u64(end - 12);
    if (numbers.u32(record) !== 0x06064b50) throw damaged("the zip's list of members is broken");
    count = numbers.u64(record + 32);
    at = numbers.u64(record + 48);
  }
  const members = new Map<string, Member>();
  let total = 0;
  for (let i = 0; i < count; i++) {
    if (!(at + 46 <= end) || numbers.u32(at) !== 0x02014b50) throw damaged("the zip's list of members is broken");
    const nameSize = numbers.u16(at + 28);
    const extraSize = numbers.u16(at + 30);
    const next = at + 46 + nameSize + extraSize + numbers.u16(at + 32);
    if (next > end) throw damaged("the zip's list of members is broken");
    const name = new TextDecoder().decode(pages.slice(at + 46, at + 46 + nameSize));
    const member = readEntry(numbers, at, at + 46 + nameSize, extraSize);
    if (numbers.u32(member.start) !== 0x04034b50) {
      throw damaged(`the zip's member "${name}" is not where the list says`);
    }
    member.data = member.start + 30 + numbers.u16(member.start + 26) + numbers.u16(member.start + 28);
    if (!(member.data + member.stored <= pages.size)) throw damaged(`the zip's member "${name}" is cut short`);
    if (numbers.u16(at + 8) & 1) throw new FormatError(where, `the zip's member "${name}" is encrypted`);
    if (members.has(name)) throw damaged(`the zip has two members named "${name}"`);
    checkName(name, where);
    checkSize(`${where}/${name}`, member.size, member.stored);
    total += member.size;
    members.set(name, member);
    at = next;
  }
  checkSize(where, total, pages.size);
  let before = 0;
  for (const member of [...members.values()].sort((a, b) => a.start - b.start)) {
    if (member.start < before) throw damaged("members of the zip overlap");
    before = member.data + member.stored;
  }
  return members;
}

/** Reads an entry of the list; sizes of 32 set bits stand in a ZIP64 field instead (APPNOTE.TXT 4.5.3). */
function readEntry(numbers: Numbers, at: number, extra: number, extraSize: number): Member {
  let size = numbers.u32(at + 24);
  let stored = numbers.u32(at + 20);
  let start = numbers.u32(at + 42);
  for (let pos = extra; pos + 4 <= extra + extraSize; pos += 4 + numbers.u16(pos + 2)) {
    if (numbers.u16(pos) !== 1) continue;
    let field = pos + 4;
    const wide = (value: number): number => {
      if (value !== 0xffffffff) return value;
      field += 8;
      return field <= extra + extraSize ? numbers.u64(field - 8) : Number.NaN;
    };
    size = wide(size);
    stored = wide(stored);
    start = wide(start);
    break;
  }
  return { method: numbers.u16(at + 10), crc: numbers.u32(at + 16), start, data: 0, stored, size };
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

/** The content of a member. What is stored as it is stays in the file; `check` reads it once for its checksum. */
export async function openMember(pages: Pages, member: Member, where: string, check = true): Promise<Pages> {
  const { method, data, stored, size } = member;
  const raw = pages.part(data, data + stored);
  let content = raw;
  if (method === 8) content = Pages.of(inflate(await raw.whole(), size, where));
  else if (method !== 0) {
    throw new FormatError(where, "the compression is not supported", {
      expected: "method 0 (stored) or 8 (deflate)",
      received: { method },
    });
  }
  if (content.size !== size || (check && (await sumOf(content)) !== member.crc)) {
    throw new FormatError(where, "the data does not match its checksum", { fix: "The file is damaged: copy it again" });
  }
  return content;
}

function inflate(raw: Uint8Array, size: number, where: string): Uint8Array {
  let out: Uint8Array;
  try {
    out = new Uint8Array(size);
  } catch (cause) {
    throw new DeviceError(where, "there is no memory to unpack it", { received: { bytes: size }, cause });
  }
  try {
    return inflateSync(raw, { out });
  } catch (cause) {
    throw new FormatError(where, `the compressed data is broken (${(cause as Error).message})`);
  }
}

async function sumOf(pages: Pages): Promise<number> {
  let sum = 0;
  for await (const piece of pages.stream()) sum = crc32(piece, sum);
  return sum;
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

/** The CRC-32 of bytes, behind others whose sum is `before`. */
export function crc32(bytes: Uint8Array, before = 0): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const after = (t: number, word: number): number => CRC[256 * t + (word & 255)] as number;
  let sum = ~before;
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
