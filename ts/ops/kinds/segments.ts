/** Folds of rows by the number of their segment. */
import { type TensorLike, toIndices, toTensor } from "../../core/convert";
import { ShapeError, ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { sizeOf } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { full } from "../composite/full";
import { type Reduction, scatterRows } from "../scatter_update";
import { reshape } from "../view/reshape";

/** Options of a fold over segments. */
export interface SegmentOptions {
  /** How many segments there are. */
  numSegments?: number | null;
  /** Whether the numbers of segments rise; it makes no difference. */
  sorted?: boolean;
}

/** A fold over segments as a function. */
export type SegmentFunction = (data: TensorLike, segmentIds: TensorLike, options?: SegmentOptions) => Tensor;

/** Makes a fold of the rows of each segment; `empty` is the value of a segment without rows, of floats and of integers. */
/* @__NO_SIDE_EFFECTS__ */
export function segments(name: string, camel: string, reduction: Reduction, empty: [number, number]): SegmentFunction {
  return callable(name, (data: TensorLike, segmentIds: TensorLike, options?: SegmentOptions): Tensor => {
    const form = `ops.${camel}(data, ids, { numSegments: 3 })`;
    const { numSegments } = checkOptions(name, options, ["numSegments", "sorted"], form);
    if (!Number.isInteger(numSegments) || numSegments! < 0) {
      throw new ValueError(name, "the number of segments is not known", {
        received: { numSegments },
        fix: `Write ${form}`,
      });
    }
    const own = toTensor(name, data);
    const x = own.dtype === "float32" ? own : cast(own, "int32");
    const ids = cast(toIndices(name, segmentIds), "int32");
    if (x.rank === 0 || ids.rank !== 1 || ids.size !== x.dims[0]) {
      throw new ShapeError(name, "there is not one segment for each row", {
        received: { "data.shape": x.shape, "segmentIds.shape": ids.shape },
      });
    }
    const tail = x.dims.slice(1);
    const inner = sizeOf(tail);
    const start = full([numSegments!, inner], empty[x.dtype === "float32" ? 0 : 1], { dtype: x.dtype });
    const y = scatterRows(start, ids, reshape(x, [ids.size, inner]), reduction);
    return reshape(y, [numSegments!, ...tail]);
  });
}
