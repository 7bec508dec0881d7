/** What to write: a tree of groups and datasets. */

import type { Hdf5NumberDtype } from "./datatype";
import type { Hdf5Array } from "./values";

/** An array with its dtype and shape; 16-bit floats are given as their bits in a Uint16Array, bool as 0 and 1. */
export interface Hdf5ArraySpec {
  dtype: Hdf5NumberDtype;
  shape: readonly number[];
  data: Hdf5Array;
}

/** Strings of a shape; they are written as variable-length UTF-8, as h5py writes `str`. */
export interface Hdf5StringsSpec {
  dtype: "string";
  shape: readonly number[];
  data: readonly string[];
}

/**
 * An attribute: a string, a number (written as float64), a bigint (int64), a boolean (h5py's bool), a list of strings,
 * or an array with its dtype.
 */
export type Hdf5AttributeSpec =
  | string
  | number
  | bigint
  | boolean
  | readonly string[]
  | Hdf5ArraySpec
  | Hdf5StringsSpec;

/** A dataset to write. */
export type Hdf5DatasetSpec = (Hdf5ArraySpec | Hdf5StringsSpec) & {
  kind: "dataset";
  attributes?: ReadonlyMap<string, Hdf5AttributeSpec>;
};

/** A group to write, with its members by name. */
export interface Hdf5GroupSpec {
  kind: "group";
  members: ReadonlyMap<string, Hdf5NodeSpec>;
  attributes?: ReadonlyMap<string, Hdf5AttributeSpec>;
}

/** A group or dataset to write. */
export type Hdf5NodeSpec = Hdf5GroupSpec | Hdf5DatasetSpec;
