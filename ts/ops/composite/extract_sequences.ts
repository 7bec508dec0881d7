import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { take } from "../take";

/**
 * Stretches of the last axis, `sequenceLength` long, that begin every `sequenceStride`: [..., stretches, length].
 *
 * @throws ShapeError when the axis is shorter.
 * @example ops.extractSequences(ops.arange(10), 4, 2).shape // [ 4, 4 ]
 */
export const extractSequences: (x: TensorLike, sequenceLength: number, sequenceStride: number) => Tensor = callable(
  "extract_sequences",
  (x: TensorLike, sequenceLength: number, sequenceStride: number): Tensor => {
    const tensor = toTensor("extract_sequences", x);
    const size = tensor.dims[tensor.rank - 1] ?? 0;
    const count = Math.floor((size - sequenceLength) / sequenceStride) + 1;
    if (!(count > 0)) {
      throw new ShapeError("extract_sequences", "the last axis is shorter than a stretch of it", {
        expected: `at least ${sequenceLength}`,
        received: { size },
      });
    }
    const places = Array.from({ length: count }, (_, i) =>
      Array.from({ length: sequenceLength }, (_, j) => i * sequenceStride + j),
    );
    return take(tensor, places, { axis: -1 });
  },
);
