/** Whole numbers as users write them. */
import { type NestedValues, type TensorLike, tensorFrom } from "../../core/convert";
import { Tensor } from "../../core/tensor";
import { Variable } from "../../core/variable";

/** Plain numbers as int32, exactly; what is a tensor, typed or text stays as it is. @throws DTypeError beyond int32. */
export function whole(where: string, given: unknown): TensorLike {
  if (given instanceof Tensor || given instanceof Variable || ArrayBuffer.isView(given)) return given as TensorLike;
  let leaf = given;
  while (Array.isArray(leaf)) leaf = leaf[0] as unknown;
  if (typeof leaf !== "number") return given as TensorLike;
  const values = given as NestedValues;
  const flat = ([values] as unknown[]).flat(Number.POSITIVE_INFINITY as 1);
  // A fraction makes all of them float32; they are cut when they are read.
  if (!flat.every(Number.isInteger)) return given as TensorLike;
  return tensorFrom(where, values, undefined, "int32");
}
