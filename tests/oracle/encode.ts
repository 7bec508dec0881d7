/** Arrays as the scripts in Python read them (golden.py): {dtype, shape, data}, little endian bytes in base64. */
import type { Tensor } from "keratin";
import type { TypedArray } from "../../ts/core/dtypes";

/** Values of a shape. */
export function encode(values: TypedArray, shape: readonly number[], dtype: string): unknown {
  return { dtype, shape, data: Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("base64") };
}

/** A tensor. */
export const arrayOf = (x: Tensor): unknown => encode(x.dataSync(), x.dims, x.dtype);
