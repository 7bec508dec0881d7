import { type TensorLike, toTensor } from "../../core/convert";
import { ShapeError } from "../../core/errors";
import { sameShape } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { cast } from "../cast";
import { multiply } from "../multiply";
import { square } from "../square";
import { subtract } from "../subtract";
import { log10 } from "./log10";
import { mean } from "./mean";

/**
 * The ratio of the largest possible value to the noise between x1 and x2, in decibels.
 *
 * @throws ShapeError when the shapes differ.
 * @example K.eval(ops.psnr([1, 0], [0, 1], 10)) // 20
 */
export const psnr: (x1: TensorLike, x2: TensorLike, maxVal: number) => Tensor = callable(
  "psnr",
  (x1: TensorLike, x2: TensorLike, maxVal: number): Tensor => {
    const [a, b] = [cast(toTensor("psnr", x1), "float32"), cast(toTensor("psnr", x2), "float32")];
    if (!sameShape(a.shape, b.shape)) {
      throw new ShapeError("psnr", "the shapes differ", { received: { "x1.shape": a.shape, "x2.shape": b.shape } });
    }
    return subtract(20 * Math.log10(maxVal), multiply(10, log10(mean(square(subtract(a, b))))));
  },
);
