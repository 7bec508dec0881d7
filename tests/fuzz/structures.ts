/** Changes that keep a file sound around them: members of zips, configs in HDF5, structures behind checksums. */
import { unzipSync, zipSync } from "fflate";
import { lookup3 } from "../../ts/saving/hdf5/checksum";
import type { Hdf5Dataset } from "../../ts/saving/hdf5/dataset";
import type { Hdf5Group } from "../../ts/saving/hdf5/group";
import { openHdf5 } from "../../ts/saving/hdf5/open";
import type { Hdf5AttributeSpec, Hdf5GroupSpec, Hdf5NodeSpec } from "../../ts/saving/hdf5/spec";
import { writeHdf5 } from "../../ts/saving/hdf5/write";
import { mutateBytes } from "./bytes";
import { type Json, jsonText, mutateJson } from "./json";
import type { Random } from "./random";

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** JSON as Python writes it. */
export function parse(text: string): Json {
  return JSON.parse(text.replace(/\b(NaN|-?Infinity)\b/g, "null")) as Json;
}

/** A zip whose members are changed, with checksums that hold; or whose list is. */
export function mutateZip(bytes: Uint8Array, random: Random): Uint8Array {
  // Without a prototype "__proto__" is a name like others.
  const members = Object.assign(Object.create(null), unzipSync(bytes)) as Record<string, Uint8Array>;
  const names = Object.keys(members);
  const name = random.pick(names);
  const content = members[name]!;
  random.pick([
    () => {
      if (name.endsWith(".json"))
        members[name] = encoder.encode(jsonText(mutateJson(parse(decoder.decode(content)), random), random));
      else if (name.endsWith(".h5")) members[name] = mutateHdf5(content, random);
      else members[name] = mutateBytes(content, random);
    },
    () => {
      const config = names.find((one) => one === "config.json") ?? name;
      members[config] = encoder.encode(jsonText(mutateJson(parse(decoder.decode(members[config])), random), random));
    },
    () => {
      const weights = names.find((one) => one.endsWith(".h5"));
      if (weights) members[weights] = mutateHdf5(members[weights]!, random);
    },
    () => {
      delete members[name];
      if (random.chance(0.7))
        members[random.pick(["../x", "/etc/x", "a/../../b", "__proto__", "C:\\x", `assets/${name}`, "assets/../x"])] =
          content;
    },
    () => {
      members[name] = members[random.pick(names)]!;
    },
  ])();
  const level = random.pick([0, 0, 0, 9] as const);
  try {
    return zipSync(members, { level });
  } catch {
    return mutateBytes(bytes, random);
  }
}

/** Structures of HDF5 by the letters they begin with. */
const SIGNATURES = [
  "TREE",
  "SNOD",
  "HEAP",
  "GCOL",
  "OHDR",
  "OCHK",
  "FRHP",
  "FHDB",
  "FHIB",
  "BTHD",
  "BTLF",
  "BTIN",
  "FAHD",
  "FADB",
  "EAHD",
  "EAIB",
  "EADB",
  "EASB",
];

/** Changes fields behind a signature, or the superblock; where a checksum of metadata follows, it is made to hold. */
function mutateStructure(bytes: Uint8Array, random: Random): Uint8Array {
  const out = bytes.slice();
  const places: number[] = [0];
  for (let i = 0; i + 4 <= out.length; i++) {
    if (
      out[i]! >= 0x41 &&
      out[i]! <= 0x5a &&
      SIGNATURES.includes(String.fromCharCode(out[i]!, out[i + 1]!, out[i + 2]!, out[i + 3]!))
    )
      places.push(i);
  }
  const start = random.pick(places);
  const length = Math.min(out.length - start, random.pick([16, 48, 96, 512]));
  const sum = checksumAfter(out, start, length);
  const part = mutateFields(out.subarray(start + (start ? 4 : 8), start + length), random);
  out.set(part, start + (start ? 4 : 8));
  if (sum !== undefined) new DataView(out.buffer).setUint32(sum, lookup3(out.subarray(start, sum)), true);
  return out;
}

function mutateFields(part: Uint8Array, random: Random): Uint8Array {
  const changed = mutateBytes(part, random);
  return changed.length === part.length ? changed : part;
}

/** Where the checksum of a structure stands, if it has one. */
function checksumAfter(bytes: Uint8Array, start: number, length: number): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let end = start + 8; end + 4 <= Math.min(bytes.length, start + length + 512); end++) {
    if (view.getUint32(end, true) === lookup3(bytes.subarray(start, end))) return end;
  }
  return undefined;
}

/** Changes an HDF5 file: its bytes, its structures, or the configs in its attributes. */
export function mutateHdf5(bytes: Uint8Array, random: Random): Uint8Array {
  return random.pick([
    () => mutateBytes(bytes, random),
    () => mutateStructure(bytes, random),
    () => mutateStructure(bytes, random),
    () => rewritten(bytes, random),
  ])();
}

/** The file written again with other attributes, names, shapes and values. */
function rewritten(bytes: Uint8Array, random: Random): Uint8Array {
  try {
    return writeHdf5(specOf(openHdf5(bytes), random));
  } catch {
    return mutateBytes(bytes, random);
  }
}

function attributesOf(node: Hdf5Group | Hdf5Dataset, random: Random): Map<string, Hdf5AttributeSpec> {
  const attributes = new Map<string, Hdf5AttributeSpec>();
  for (const name of node.attributes.keys()) {
    let value: unknown;
    try {
      value = node.attributes.get(name);
    } catch {
      continue;
    }
    if (typeof value === "string") {
      const isJson = value.startsWith("{");
      const changed = isJson && random.chance(0.7) ? jsonText(mutateJson(parse(value), random), random) : value;
      attributes.set(name, !isJson && random.chance(0.05) ? random.pick(["", "9", "2.-1", "../x"]) : changed);
    } else if (Array.isArray(value)) {
      const list = value as string[];
      if (random.chance(0.1)) list[random.below(list.length)] = random.pick(["..", "", "__proto__", list[0] ?? ""]);
      if (random.chance(0.05)) list.pop();
      attributes.set(name, list);
    } else if (typeof value === "number") attributes.set(name, value);
  }
  return attributes;
}

function specOf(group: Hdf5Group, random: Random): Hdf5GroupSpec {
  const members = new Map<string, Hdf5NodeSpec>();
  for (const key of group.keys()) {
    if (random.chance(0.01)) continue;
    const member = group.get(key)!;
    const name = random.chance(0.01) ? random.pick(["__proto__", "..", "0", "x"]) : key;
    if (member.kind === "group") members.set(name, specOf(member, random));
    else {
      const data = member.read() as Float32Array;
      const shape = [...member.shape];
      if (random.chance(0.03) && shape.length) shape.reverse();
      members.set(name, {
        kind: "dataset",
        dtype: member.dtype as "float32",
        shape,
        data,
        attributes: attributesOf(member, random),
      });
    }
  }
  return { kind: "group", members, attributes: attributesOf(group, random) };
}

/** JSON files. */
export function mutateText(bytes: Uint8Array, random: Random): Uint8Array {
  if (random.chance(0.2)) return mutateBytes(bytes, random);
  return encoder.encode(jsonText(mutateJson(parse(decoder.decode(bytes)), random), random));
}
