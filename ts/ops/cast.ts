import { type TensorLike, toTensor } from "../core/convert";
import type { DType } from "../core/dtypes";
import { isInteger, standardizeDType } from "../core/dtypes";
import { DTypeError } from "../core/errors";
import type { Op } from "../core/op";
import { callable } from "../core/symbolic";
import { makeNode, type Tensor } from "../core/tensor";

const KERNELS: Readonly<Record<string, string>> = {
  "float32>int32": "cast_f32_i32",
  "float32>bool": "cast_f32_bool",
  "int32>bool": "cast_i32_bool",
  "int32>uint8": "cast_i32_u8",
  "int32>int8": "cast_i32_i8",
};

/** The record of `cast`. */
export const castOp: Op = {
  name: "cast",
  kind: "map",
  keras: "keras.src.ops.core.Cast",
  infer: ([x], { dtype }) => ({ shape: x!.dims, dtype: dtype as DType }),
  gradient: ({ inputs: [x] }, g, k) => [isInteger(x!.dtype) ? undefined : k.cast(g, x!.dtype)],
  kernel: ({ inputs: [x], output }) => {
    const from = x!.dtype === "float32" ? "float32" : "int32";
    if (from === "int32" && output.dtype === "float32") return "cast_i32_f32";
    return KERNELS[`${from}>${output.dtype}`] ?? "copy";
  },
};

function castTo(x: TensorLike, dtype: string): Tensor {
  if (typeof dtype !== "string") {
    throw new DTypeError("cast", "needs a dtype", { expected: 'a name such as "float32"', received: { dtype } });
  }
  const tensor = toTensor("cast", x);
  const target = standardizeDType(dtype, "cast");
  if (tensor.dtype === target) return tensor;
  const small = target === "uint8" || target === "int8";
  if (small && tensor.dtype === "float32") return castTo(castTo(tensor, "int32"), target);
  return makeNode(castOp, [tensor], { dtype: target });
}

/**
 * The same values as another dtype. Floats go toward zero to integers, and to bool by being non-zero.
 *
 * @throws DTypeError for an unknown dtype.
 * @example K.eval(ops.cast([1.7, -2.2], "int32")) // [ 1 -2]
 */
export const cast: ((x: TensorLike, dtype: string) => Tensor) & { op?: Op } = Object.assign(callable("cast", castTo), {
  op: castOp,
});
