/** A dataset: an array in the file. */

import { Hdf5Attributes } from "./attributes";
import { convertInto, type Hdf5Target, type TargetClass } from "./convert";
import { type Dataspace, readDataspace } from "./dataspace";
import { type Hdf5Dtype, type Hdf5Member, type Hdf5NumberDtype, type Hdf5Type, readDatatype } from "./datatype";
import type { Cursor, Hdf5File } from "./file";
import { MESSAGE, type ObjectHeader } from "./header";
import { type Filter, readFill, readFilters, readLayout, readOldFill } from "./layout";
import { readStorage, type Storage, streamStorage } from "./storage";
import { ARRAYS, asArray, decodeValues, type Hdf5Data, isNumber, swapBytes } from "./values";

/** The most bytes of strings that are made out of nothing but a claim in the file. */
const SMALL_TEXT = 2 ** 20;

/**
 * An array in an HDF5 file. Its bytes are read by `read` and `readInto`, not before.
 *
 * @example
 * const kernel = openHdf5(bytes).dataset("layers/dense/vars/0");
 * kernel.shape // [4, 3]
 * kernel.read() // Float32Array(12)
 */
export class Hdf5Dataset {
  readonly kind = "dataset";
  /** The path from the root, as "/layers/dense/vars/0". */
  readonly path: string;
  /** The shape; [] for a scalar. */
  readonly shape: readonly number[];
  /** Number of elements. */
  readonly size: number;
  /** Bytes of one element. */
  readonly itemSize: number;
  readonly attributes: Hdf5Attributes;
  readonly #file: Hdf5File;
  readonly #header: ObjectHeader;
  readonly #type: Hdf5Type;
  readonly #space: Dataspace;

  constructor(header: ObjectHeader, path: string) {
    const { file } = header;
    this.#file = file;
    this.#header = header;
    this.path = path;
    const type = header.find(MESSAGE.datatype, "a dataset's datatype");
    const space = header.find(MESSAGE.dataspace, "a dataset's shape");
    if (!type || !space) throw file.error("a dataset has no datatype or no shape", { fix: "The file is damaged" });
    this.#type = readDatatype(type);
    this.#space = readDataspace(space);
    this.shape = this.#space.shape;
    this.size = this.#space.count;
    this.itemSize = this.#type.size;
    this.attributes = new Hdf5Attributes(header, path);
  }

  /** The name of the dataset for error messages: the file and the path. */
  get where(): string {
    return `${this.#file.name}:${this.path}`;
  }

  /**
   * The dtype of the elements. 2-byte opaque data with an attribute dtype="bfloat16" is "bfloat16", as Keras writes it.
   * Throws FormatError when elements are of a datatype that cannot be read (object references, time, ...).
   */
  get dtype(): Hdf5Dtype {
    const { dtype, size, name } = this.#type;
    if (!dtype) throw this.#inside(() => this.#file.unsupported(`${name}, the dataset's datatype,`));
    if (dtype === "opaque" && size === 2 && this.attributes.get("dtype") === "bfloat16") return "bfloat16";
    return dtype;
  }

  /** The dtype, or what the datatype is called when it cannot be read. */
  get dtypeName(): string {
    return this.#type.dtype ? this.dtype : this.#type.name;
  }

  /** The fields of a compound dtype; empty for all others. */
  get members(): readonly Hdf5Member[] {
    return this.#type.members;
  }

  /**
   * All elements in row-major order: a typed array of the dtype (16-bit floats as their bits in a Uint16Array, see
   * `toFloat32`; bool as a Uint8Array of 0 and 1), a list for strings, raw bytes for opaque and compound. Where the file
   * holds little-endian elements in one aligned piece the array is a view of the file's bytes: do not write to it.
   * Throws FormatError when the data is broken, or stored in a way that cannot be read.
   *
   * @example openHdf5(bytes).dataset("vars/0").read() // Float32Array [ ... ]
   */
  read(): Hdf5Data {
    return this.#inside(() => {
      const type = this.#valueType();
      const raw = readStorage(this.#file, this.#storage(), type.dtype === "string" ? SMALL_TEXT : undefined);
      return decodeValues(this.#file, raw, type, this.size, "the dataset");
    });
  }

  /**
   * Copies all elements into `target`, which must have as many elements: bytes straight from the file when the dtypes are
   * the same, converted when `target` is a Float32Array (from any numbers), a Float64Array or, range checked, an Int32Array
   * (from integers and bool). Throws FormatError when the data is broken, does not fit, or is not made of numbers.
   *
   * @example kernel.readInto(new Float32Array(memory.buffer, pointer, kernel.size))
   */
  readInto(target: Hdf5Target): void {
    this.#inside(() => {
      const type = this.#numbers();
      const dtype = type.dtype as Hdf5NumberDtype;
      if (target.length !== this.size) {
        throw this.#file.error("the target is not of the dataset's size", {
          expected: `${this.size} elements`,
          received: { target },
        });
      }
      const own = ARRAYS[dtype];
      if (target.constructor === own || (own === Uint8Array && target instanceof Uint8ClampedArray)) {
        const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
        readStorage(this.#file, this.#storage(), undefined, bytes);
        if (type.bigEndian) swapBytes(bytes, type.size);
      } else {
        const raw = readStorage(this.#file, this.#storage());
        const values = decodeValues(this.#file, raw, type, this.size, "the dataset");
        convertInto(values as Exclude<Hdf5Data, string[]>, dtype, target, this.where);
      }
    });
  }

  /**
   * Hands all elements over in row-major order, some at a time, as an array of the kind `Target`: the file need not be in
   * memory, nor is the dataset ever whole. What is handed over is used again: copy it. Throws FormatError as `readInto` does.
   *
   * @example await kernel.pour(Float32Array, (values, start) => all.set(values, start))
   */
  pour<T extends Hdf5Target>(Target: TargetClass<T>, take: (values: T, start: number) => void): Promise<void> {
    return this.#file.insideWhile(this.path, () => this.#pour(Target, take));
  }

  async #pour<T extends Hdf5Target>(Target: TargetClass<T>, take: (values: T, start: number) => void): Promise<void> {
    const { type, storage } = await this.#file.pages.settle(() => ({
      type: this.#numbers(),
      storage: this.#storage(),
    }));
    const dtype = type.dtype as Hdf5NumberDtype;
    const width = type.size;
    const same = (Target as unknown) === ARRAYS[dtype];
    let values = new Target(0);
    let start = 0;
    for await (const raw of streamStorage(this.#file, storage)) {
      const count = raw.length / width;
      if (values.length < count) values = new Target(count);
      const part = values.subarray(0, count) as T;
      if (same) {
        const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
        bytes.set(raw);
        if (type.bigEndian) swapBytes(bytes, width);
      } else {
        convertInto(asArray(raw, dtype, count, type.bigEndian), dtype, part, this.where);
      }
      take(part, start);
      start += count;
    }
  }

  /** The type, when elements are numbers. */
  #numbers(): Hdf5Type {
    const type = this.#valueType();
    if (type.dtype && isNumber(type.dtype)) return type;
    throw this.#file.error(`${type.name} data cannot be copied into a typed array`);
  }

  /** The type with the dtype that attributes may refine. */
  #valueType(): Hdf5Type {
    return { ...this.#type, dtype: this.dtype };
  }

  #storage(): Storage {
    const header = this.#header;
    if (header.has(MESSAGE.external)) throw this.#file.unsupported("external storage (data kept in other files)");
    const layout = header.find(MESSAGE.layout, "a data layout message");
    if (!layout) throw this.#file.error("a dataset has no data layout", { fix: "The file is damaged" });
    const filters = header.find(MESSAGE.filters, "a filter pipeline message");
    return {
      id: header.address,
      layout: readLayout(layout),
      filters: filters ? readFilters(filters) : ([] as Filter[]),
      fill: this.#fill(),
      space: this.#space,
      width: this.#type.size,
    };
  }

  #fill(): Uint8Array | undefined {
    const what = "a fill value message";
    const fill: Cursor | undefined = this.#header.find(MESSAGE.fill, what);
    if (fill) return readFill(fill);
    const old = this.#header.find(MESSAGE.oldFill, what);
    return old && readOldFill(old);
  }

  #inside<T>(body: () => T): T {
    return this.#file.inside(this.path, body);
  }
}
