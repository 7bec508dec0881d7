import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { slogdet } from "./slogdet";

/**
 * The logarithm of the magnitudes of the determinants of square matrices; for small ones.
 *
 * @throws ShapeError when the matrices are not square.
 * @example K.eval(ops.logdet([[1, 0], [0, 1]])) // 0
 */
export const logdet: (x: TensorLike) => Tensor = callable("logdet", (x: TensorLike): Tensor => slogdet(x)[1]!);
