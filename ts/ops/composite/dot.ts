import { type TensorLike, toTensor } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { matmul } from "../matmul";
import { multiply } from "../multiply";
import { transpose } from "../transpose";
import { reshape } from "../view/reshape";

/**
 * The dot product: the last axis of x1 with the second last of x2 (or its only one).
 *
 * @throws ShapeError when the axes that meet differ.
 * @example K.eval(ops.dot([1, 2], [3, 4])) // 11
 */
export const dot: (x1: TensorLike, x2: TensorLike) => Tensor = callable(
  "dot",
  (x1: TensorLike, x2: TensorLike): Tensor => {
    const a = cast(toTensor("dot", x1), "float32");
    const b = cast(toTensor("dot", x2), "float32");
    if (a.rank === 0 || b.rank === 0) return multiply(a, b);
    if (b.rank <= 2) return matmul(a, b);
    // The last axis of a meets the second last of b; all others stay, a's first.
    const inner = b.dims[b.rank - 2]!;
    const order = [b.rank - 2, ...b.dims.map((_, i) => i).filter((i) => i !== b.rank - 2)];
    const rest = b.dims.filter((_, i) => i !== b.rank - 2);
    const y = matmul(a, reshape(transpose(b, { axes: order }), [inner, -1]));
    return reshape(y, [...a.dims.slice(0, -1), ...rest]);
  },
);
