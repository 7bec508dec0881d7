import { type TensorLike, toTensor } from "../../core/convert";
import { normalizeAxes } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { absolute } from "../absolute";
import { add } from "../add";
import { cast } from "../cast";
import { exp } from "../exp";
import { foldOptions, type ReduceOptions } from "../kinds/reduce";
import { less } from "../less";
import { log } from "../log";
import { max } from "../max";
import { subtract } from "../subtract";
import { sum } from "../sum";
import { stopGradient } from "../view/stop_gradient";
import { where } from "../where";
import { squeeze } from "./squeeze";

/**
 * log(sum(exp(x))) along axes, without overflow.
 *
 * @throws ShapeError for an axis out of range.
 * @example K.eval(ops.logsumexp([[1000], [-1000]], { axis: 1 })) // [ 1000. -1000.]
 */
export const logsumexp: (x: TensorLike, options?: ReduceOptions) => Tensor = callable(
  "logsumexp",
  (x: TensorLike, options?: ReduceOptions): Tensor => {
    foldOptions("logsumexp", options);
    const tensor = cast(toTensor("logsumexp", x), "float32");
    const axis = normalizeAxes("logsumexp", options?.axis, tensor.rank);
    const kept = { axis, keepdims: true };
    const top = stopGradient(max(tensor, kept));
    // Of infinities nothing can be taken.
    const finite = where(less(absolute(top), Number.POSITIVE_INFINITY), top, 0);
    const y = add(log(sum(exp(subtract(tensor, finite)), kept)), finite);
    return options?.keepdims ? y : squeeze(y, { axis });
  },
);
