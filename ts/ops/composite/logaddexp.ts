import type { TensorLike } from "../../core/convert";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { absolute } from "../absolute";
import { add } from "../add";
import { exp } from "../exp";
import { log1p } from "../log1p";
import { maximum } from "../maximum";
import { negative } from "../negative";
import { subtract } from "../subtract";

/**
 * log(exp(x1) + exp(x2)), without overflow for finite numbers.
 *
 * @throws ShapeError when the operands do not broadcast.
 * @example K.eval(ops.logaddexp([1000], [0])) // [1000.]
 */
export const logaddexp: (x1: TensorLike, x2: TensorLike) => Tensor = callable(
  "logaddexp",
  (x1: TensorLike, x2: TensorLike): Tensor => add(maximum(x1, x2), log1p(exp(negative(absolute(subtract(x1, x2)))))),
);
