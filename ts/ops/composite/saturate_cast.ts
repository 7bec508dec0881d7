import type { TensorLike } from "../../core/convert";
import { type DType, standardizeDType } from "../../core/dtypes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { clip } from "./clip";

/** What small integers hold. */
const RANGES: Partial<Record<DType, [number, number]>> = { uint8: [0, 255], int8: [-128, 127] };

/**
 * The values as another dtype; what it does not hold becomes the nearest value that it does.
 *
 * @throws DTypeError for an unknown dtype.
 * @example K.eval(ops.saturateCast([-1, 256], "uint8")) // [  0 255]
 */
export const saturateCast: (x: TensorLike, dtype: string) => Tensor = callable(
  "saturate_cast",
  (x: TensorLike, dtype: string): Tensor => {
    const target = standardizeDType(dtype, "saturate_cast");
    const range = RANGES[target];
    return cast(range ? clip(x, ...range) : x, target);
  },
);
