import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { greater } from "../greater";
import { searchsorted } from "../searchsorted";
import { slice } from "../slice";
import { subtract } from "../subtract";
import { take } from "../take";
import { where } from "../where";
import { arange } from "./arange";

function eitherWay(bins: Tensor, x: TensorLike): Tensor {
  const count = bins.size;
  const rising = (): Tensor => searchsorted(bins, x, { side: "right" });
  const falling = (): Tensor =>
    subtract(count, searchsorted(take(bins, arange(count - 1, -1, -1)), x, { side: "right" }));
  const { value } = bins;
  if (value) return value[0]! > value[count - 1]! ? falling() : rising();
  return where(greater(slice(bins, [0], [1]), slice(bins, [count - 1], [1])), falling(), rising());
}

/**
 * The number of the bin of each value: `bins` are the boundaries, rising or falling; each belongs to the bin above it. int32, of
 * the shape of x.
 *
 * @throws ShapeError unless `bins` has one axis.
 * @example K.eval(ops.digitize([0, 1, 5], [1, 2])) // [0 1 2]
 */
export const digitize: (x: TensorLike, bins: TensorLike) => Tensor = callable(
  "digitize",
  (x: TensorLike, bins: TensorLike): Tensor => {
    const limits = toTensor("digitize", bins);
    if (limits.rank === 1) return limits.size > 1 ? eitherWay(limits, x) : searchsorted(limits, x, { side: "right" });
    throw new ShapeError("digitize", "the boundaries have more than one axis, or none", {
      expected: "one axis",
      received: { "bins.shape": limits.shape },
    });
  },
);
