import { DTYPE_BOOL, DTYPE_FLOAT32, DTYPE_INT8, DTYPE_INT32, DTYPE_UINT8 } from "../../assembly/layout";
import type { DType, NumericDType } from "../core/dtypes";
import type { Op } from "../core/op";
import { sizeOf } from "../core/shapes";
import { makeNode, type Tensor } from "../core/tensor";

const CODES: Readonly<Record<NumericDType, number>> = {
  float32: DTYPE_FLOAT32,
  int32: DTYPE_INT32,
  bool: DTYPE_BOOL,
  uint8: DTYPE_UINT8,
  int8: DTYPE_INT8,
};

/** The record of `gather_batch`: the rows of this step out of the user's data. */
export const gatherBatchOp: Op = {
  name: "gather_batch",
  kind: "move",
  infer: ([data], { batch, dtype }) => ({ shape: [batch as number, ...data!.dims.slice(1)], dtype: dtype as DType }),
  lower: ({ inputs: [data], attributes: { batch }, output }) => {
    const row = sizeOf(data!.dims.slice(1));
    return {
      kernel: "gather_batch",
      units: row === 0 ? 0 : (batch as number),
      work: Math.max(1, row),
      words: [batch as number, row, CODES[data!.dtype as NumericDType], output.dtype === "float32" ? 1 : 0],
    };
  },
};

/** Rows order[step * batch + i] of `data`, widened to `dtype`. The leading size of `data` is free. */
export function gatherBatch(data: Tensor, order: Tensor, batch: number, dtype: DType): Tensor {
  return makeNode(gatherBatchOp, [data, order], { batch, dtype });
}
