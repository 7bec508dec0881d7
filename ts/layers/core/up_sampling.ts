/** What the layers that repeat cells share. */
import type { Tensor } from "../../core/tensor";
import * as ops from "../../ops/gen/public";

/** Every cell repeated `sizes[i]` times along axis `first + i`. */
export function repeatCells(x: Tensor, sizes: readonly number[], first: number): Tensor {
  const times = x.dims.map((_, axis) => sizes[axis - first] ?? 1);
  const apart = ops.reshape(
    x,
    x.dims.flatMap((d, axis) => (times[axis]! > 1 ? [d, 1] : [d])),
  );
  const wide = ops.broadcastTo(
    apart,
    x.dims.flatMap((d, axis) => (times[axis]! > 1 ? [d, times[axis]!] : [d])),
  );
  return ops.reshape(
    wide,
    x.dims.map((d, axis) => d * times[axis]!),
  );
}
