/** The `.keras` container: a zip of metadata.json, config.json, model.weights.h5 and assets. */

import { DeviceError, FormatError, ValueError } from "../core/errors";
import { foreign, foreignZip } from "./foreign";
import type { Hdf5Group } from "./hdf5/group";
import { openHdf5 } from "./hdf5/open";
import type { Hdf5GroupSpec } from "./hdf5/spec";
import { planHdf5 } from "./hdf5/write";
import { type JsonInput, type JsonValue, parseJson, stringifyJson } from "./json";
import type { Pages } from "./pages";
import type { Writer } from "./stored";
import { crc32, listMembers, openMember } from "./zip";

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
  /** Keys of the config whose numbers are floats in Python, whole ones too. */
  floats?: ReadonlySet<string>;
  weights: Hdf5GroupSpec;
  /** The files below assets/, by their paths there. */
  assets?: ReadonlyMap<string, Uint8Array>;
}

export const METADATA = "metadata.json";
const CONFIG = "config.json";
export const WEIGHTS = "model.weights.h5";
export const ASSETS = "assets/";

/**
 * Reads a `.keras` file. Members that are stored without compression, as Keras stores them, stay in the file: keep it open
 * (or its bytes unchanged) while they are in use. `where` is what errors call the file; without `check` the weights are not
 * read for their checksum. Throws FormatError when the file is not a `.keras` zip, is truncated or damaged, lacks a member,
 * or is made to exhaust memory or to write outside its folder.
 *
 * @example
 * const { config, weights } = await readKeras(Pages.of(bytes), "model.keras");
 * weights.dataset("layers/dense/vars/0").read() // Float32Array
 */
export async function readKeras(pages: Pages, where: string = "keras file", check = true): Promise<KerasFile> {
  const members = await pages.settle(() => listMembers(pages, where));
  const kind = members.has(METADATA) || members.has(WEIGHTS) ? undefined : foreignZip([...members.keys()]);
  if (kind) throw foreign(kind, where);
  const open = async (name: string, checked = true): Promise<Pages> => {
    const member = members.get(name);
    if (member) return openMember(pages, member, `${where}/${name}`, checked);
    throw new FormatError(where, `the zip has no member "${name}", so it is not a .keras model`, {
      expected: `members ${METADATA}, ${CONFIG} and ${WEIGHTS}`,
      received: { members: [...members.keys()] },
    });
  };
  const read = async (name: string): Promise<Uint8Array> => (await open(name)).whole();
  const metadata = readMetadata(parseText(await read(METADATA), `${where}/${METADATA}`), where);
  const config = parseText(await read(CONFIG), `${where}/${CONFIG}`);
  if (!members.has(WEIGHTS) && members.has("model.weights.npz")) {
    throw new FormatError(where, "the weights are in NumPy's npz format, which is not supported", {
      fix: "Save the model again without weights_format",
    });
  }
  const stored = await open(WEIGHTS, check);
  const weights = await stored.settle(() => openHdf5(stored, `${where}/${WEIGHTS}`));
  const assets = new Map<string, Uint8Array>();
  for (const name of members.keys()) {
    if (name.startsWith(ASSETS) && !name.endsWith("/")) assets.set(name.slice(ASSETS.length), await read(name));
  }
  return { metadata, config, weights, assets };
}

/** The JSON of a member. */
export function parseText(bytes: Uint8Array, where: string): JsonValue {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new FormatError(where, "the text is not UTF-8");
  }
  return parseJson(text, where);
}

/** The checked content of metadata.json. */
export function readMetadata(value: JsonValue, where: string): KerasMetadata {
  const { keras_version: version, date_saved: date } = (value ?? {}) as { [key: string]: JsonValue };
  if (typeof version === "string") return { keras_version: version, date_saved: typeof date === "string" ? date : "" };
  throw new FormatError(`${where}/${METADATA}`, "the version of Keras is missing", {
    expected: '{"keras_version": "3.15.1", "date_saved": ...}',
  });
}

/** Who wrote a file, by its metadata. */
export function writerOf({ keras_version: version }: KerasMetadata): Writer {
  return { name: version.startsWith("2.") ? "tf.keras" : "Keras", version };
}

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
  addBytes(CONFIG, encoder.encode(stringifyJson(config, CONFIG, content.floats)));
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
