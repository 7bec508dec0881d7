/** Between the dtypes of files and those the engine computes in. */

import { FormatError } from "../../core/errors";
import type { Hdf5NumberDtype } from "./datatype";
import type { Hdf5Array } from "./values";

/** Typed arrays that a dataset can be read straight into. */
export type Hdf5Target = Hdf5Array | Uint8ClampedArray;

/** The class of such an array. */
export interface TargetClass<T extends Hdf5Target> {
  new (length: number): T;
}

let halves: Float32Array | undefined;

/** All 65536 half-precision numbers by their bits. */
function halfTable(): Float32Array {
  if (halves) return halves;
  halves = new Float32Array(65536);
  for (let bits = 0; bits < 65536; bits++) {
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    let value: number;
    if (exponent === 31) value = fraction ? Number.NaN : Number.POSITIVE_INFINITY;
    else if (exponent === 0) value = fraction * 2 ** -24;
    else value = (1024 + fraction) * 2 ** (exponent - 25);
    halves[bits] = bits & 0x8000 ? -value : value;
  }
  return halves;
}

/**
 * The values of 16-bit floats, given their bits; every one of them is exact in float32.
 *
 * @example widen(new Uint16Array([0x3c00]), "float16") // Float32Array [1]
 */
export function widen(
  bits: Uint16Array,
  dtype: "float16" | "bfloat16",
  target: Float32Array | Float64Array = new Float32Array(bits.length),
): Float32Array | Float64Array {
  if (dtype === "float16") {
    const table = halfTable();
    for (let i = 0; i < bits.length; i++) target[i] = table[bits[i] as number] as number;
  } else if (target instanceof Float32Array) {
    const words = new Uint32Array(target.buffer, target.byteOffset, target.length);
    for (let i = 0; i < bits.length; i++) words[i] = (bits[i] as number) << 16;
  } else {
    target.set(widen(bits, dtype));
  }
  return target;
}

/**
 * Any integers as int32, range checked. Throws FormatError, naming `where` and the value, when one does not fit.
 *
 * @example toInt32(new BigInt64Array([7n]), "model.weights.h5:/optimizer/vars/0") // Int32Array [7]
 */
export function toInt32(
  values: Hdf5Array,
  where: string,
  target: Int32Array = new Int32Array(values.length),
): Int32Array {
  for (let i = 0; i < values.length; i++) {
    const value = Number(values[i]);
    const whole = value | 0;
    if (whole !== value) {
      throw new FormatError(where, "a number does not fit int32, the integers keratin computes in", {
        expected: "whole numbers from -2147483648 to 2147483647",
        received: `value[${i}]=${values[i]}`,
      });
    }
    target[i] = whole;
  }
  return target;
}

/**
 * Any numbers as float32. 16-bit floats are given as their bits (see `widen`); float64 and integers are rounded.
 *
 * @example toFloat32(new Uint16Array([0x3f80]), "bfloat16") // Float32Array [1]
 */
export function toFloat32(
  values: Hdf5Array,
  dtype: Hdf5NumberDtype,
  target: Float32Array = new Float32Array(values.length),
): Float32Array {
  if (dtype === "float16" || dtype === "bfloat16") return widen(values as Uint16Array, dtype, target) as Float32Array;
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
    for (let i = 0; i < values.length; i++) target[i] = Number(values[i]);
  } else {
    target.set(values);
  }
  return target;
}

/** Copies numbers into a typed array of another type; FormatError, naming `where`, when that would lose their meaning. */
export function convertInto(values: Hdf5Array, dtype: Hdf5NumberDtype, target: Hdf5Target, where: string): void {
  if (target instanceof Float32Array) {
    toFloat32(values, dtype, target);
  } else if (target instanceof Float64Array && (dtype === "float16" || dtype === "bfloat16")) {
    widen(values as Uint16Array, dtype, target);
  } else if (target instanceof Float64Array && !dtype.endsWith("64")) {
    target.set(values as Float32Array);
  } else if (target instanceof Int32Array && !dtype.includes("float")) {
    toInt32(values, where, target);
  } else {
    throw new FormatError(where, `${dtype} values cannot be read into a ${target.constructor.name}`, {
      expected: "an array of the dataset's own dtype, a Float32Array, or an Int32Array for integers",
    });
  }
}
