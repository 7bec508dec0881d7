/** Element types, their arrays and how they promote. */
import { DTypeError } from "./errors";

/** float32 and int32 compute; bool, uint8 and int8 are storage; strings stay on the host. */
export type DType = "float32" | "int32" | "bool" | "uint8" | "int8" | "string";

/** The dtypes that the engine knows. */
export type NumericDType = Exclude<DType, "string">;

/** The arrays that hold tensors outside linear memory; bool takes one byte. */
export type TypedArray = Float32Array | Int32Array | Uint8Array | Int8Array;

const WIDE: Readonly<Record<string, DType>> = {
  float64: "float32",
  float16: "float32",
  bfloat16: "float32",
  int64: "int32",
  int16: "int32",
  uint16: "int32",
  uint32: "int32",
  uint64: "int32",
};

const DTYPES: readonly DType[] = ["float32", "int32", "bool", "uint8", "int8", "string"];

/** The dtype we compute in for a dtype's name: float64 becomes float32, int64 int32. */
export function standardizeDType(name: string, where = "dtype"): DType {
  const dtype = (DTYPES as readonly string[]).includes(name) ? (name as DType) : WIDE[name];
  if (dtype) return dtype;
  throw new DTypeError(where, "is not a dtype", {
    expected: `one of ${[...DTYPES, ...Object.keys(WIDE)].join(", ")}`,
    received: { dtype: name },
  });
}

/** A new array of `length` elements, or a view of a buffer. */
export function makeArray(dtype: DType, from: number): TypedArray {
  switch (dtype) {
    case "float32":
      return new Float32Array(from);
    case "int32":
      return new Int32Array(from);
    case "int8":
      return new Int8Array(from);
    case "string":
      throw new DTypeError("dtype", "text is not held in numbers", { received: { dtype } });
    default:
      return new Uint8Array(from);
  }
}

/** Bytes of an element outside linear memory (inside every element takes 4). */
export function bytesOf(dtype: DType): number {
  return dtype === "float32" || dtype === "int32" ? 4 : 1;
}

/** Whether values are whole numbers (bool counts as such). */
export function isInteger(dtype: DType): boolean {
  return dtype !== "float32";
}

/** The dtype of a mixed computation, as Keras's `result_type`; small integers compute as int32. */
export function resultType(...dtypes: readonly DType[]): DType {
  if (dtypes.includes("float32")) return "float32";
  if (dtypes.length > 0 && dtypes.every((dtype) => dtype === "bool")) return "bool";
  return dtypes.length > 0 ? "int32" : "float32";
}
