/** Reads the fixtures that tests/oracle made with real Keras. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { Tensor } from "../../ts/index";

/** An array of a fixture: base64 of little-endian bytes. */
export interface GoldenArray {
  dtype: string;
  shape: number[];
  data: string;
}

/** The path of a file below the repository's root. */
export function repositoryPath(path: string): string {
  return resolve(fileURLToPath(new URL("../../", import.meta.url)), path);
}

/** A fixture's JSON, gunzipped where its name says so. */
export function readGolden<T>(path: string): T {
  const bytes = readFileSync(repositoryPath(path));
  const content = JSON.parse((path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
  if (content.header && content.header.version !== 1) {
    throw new Error(`${path} has version ${content.header.version}, expected 1: run tests/oracle/make.py again`);
  }
  return content as T;
}

/** The fixtures of a family: the large one, and the small ones that its later members brought. */
export function readFamily<T>(file: string, folder: string): T[] {
  const added = filesIn(folder).filter((name) => name.endsWith(".json"));
  return [file, ...added.map((name) => `${folder}/${name}`)].map(readGolden<T>);
}

/** The fixtures of a folder. */
export function readAll<T>(folder: string): T[] {
  return filesIn(folder)
    .filter((name) => /\.json(\.gz)?$/.test(name))
    .map((name) => readGolden<T>(`${folder}/${name}`));
}

/** Whether a member of a family has a test file of its own in tests/FOLDER: `Adagrad`, tests/nn/adagrad.test.ts. */
export function hasOwnTest(folder: string, className: string): boolean {
  const names = filesIn(`tests/${folder}`).map((name) => name.replace(/\.test\.ts$/, "").replaceAll("_", ""));
  return names.includes(className.toLowerCase());
}

function filesIn(folder: string): string[] {
  const path = repositoryPath(folder);
  return existsSync(path) ? readdirSync(path).sort() : [];
}

/** The values of an array. */
export function valuesOf(array: GoldenArray): Float32Array | Int32Array | Uint8Array | Int8Array {
  const bytes = Uint8Array.from(Buffer.from(array.data, "base64"));
  switch (array.dtype) {
    case "float32":
      return new Float32Array(bytes.buffer);
    case "int32":
    case "uint32":
      return new Int32Array(bytes.buffer);
    case "float64":
      return Float32Array.from(new Float64Array(bytes.buffer));
    case "int64":
      return Int32Array.from(new BigInt64Array(bytes.buffer), Number);
    case "int8":
      return new Int8Array(bytes.buffer);
    case "uint8":
    case "bool":
      return bytes;
    default:
      throw new Error(`dtype ${array.dtype} in a fixture`);
  }
}

/** The array as a tensor. */
export function tensorOf(array: GoldenArray): Tensor {
  const own = (["bool", "uint8", "int8"] as const).find((name) => name === array.dtype);
  const dtype = own ?? (/int/.test(array.dtype) ? "int32" : "float32");
  return Tensor.constant(valuesOf(array), array.shape, dtype);
}

/** max |a - b| / max(1e-3, max |b|): how far `got` is from `want`. NaN and infinities must agree. */
export function distance(got: ArrayLike<number>, want: ArrayLike<number>): number {
  if (got.length !== want.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  let scale = 1e-3;
  for (let i = 0; i < want.length; i++) {
    const [a, b] = [got[i]!, want[i]!];
    if (Object.is(a, b) || a === b) {
      if (Number.isFinite(b)) scale = Math.max(scale, Math.abs(b));
      continue;
    }
    if (!Number.isFinite(a) || !Number.isFinite(b)) return Number.POSITIVE_INFINITY;
    most = Math.max(most, Math.abs(a - b));
    scale = Math.max(scale, Math.abs(b));
  }
  return most / scale;
}
