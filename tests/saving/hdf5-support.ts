/** Fixtures of tests/golden/hdf5 and short forms of what to write. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Hdf5AttributeSpec, Hdf5DatasetSpec, Hdf5GroupSpec, Hdf5NodeSpec } from "../../ts/saving/hdf5/spec";

export const GOLDEN: URL = new URL("../golden/hdf5/", import.meta.url);
export const golden = (name: string): Uint8Array =>
  new Uint8Array(gunzipSync(readFileSync(new URL(`${name}.gz`, GOLDEN))));

export interface ExpectedDataset {
  dtype: string;
  shape: number[];
  bytes?: string;
  text?: string[];
  sparse?: Record<string, number>;
}
export type ExpectedAttribute =
  | null
  | string
  | number
  | boolean
  | string[]
  | { dtype: string; bytes: string }
  | { bigint: string };
export interface Expected {
  datasets: Record<string, ExpectedDataset>;
  attributes: Record<string, Record<string, ExpectedAttribute>>;
  members: Record<string, number>;
}

export const expected = JSON.parse(new TextDecoder().decode(golden("expected.json"))) as Record<string, Expected>;

export const group = (
  members: Iterable<[string, Hdf5NodeSpec]>,
  attributes: Iterable<[string, Hdf5AttributeSpec]> = [],
): Hdf5GroupSpec => ({
  kind: "group",
  members: new Map(members),
  attributes: new Map(attributes),
});
export const floats = (...values: number[]): Hdf5DatasetSpec => ({
  kind: "dataset",
  dtype: "float32",
  shape: [values.length],
  data: Float32Array.from(values),
});
