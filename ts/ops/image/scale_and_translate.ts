import { type TensorLike, toTensor } from "../../core/convert";
import { ValueError } from "../../core/errors";
import { checkOptions } from "../../core/options";
import { type Dims, normalizeAxis } from "../../core/shapes";
import { callable } from "../../core/symbolic";
import type { Tensor } from "../../core/tensor";
import { absolute } from "../absolute";
import { add } from "../add";
import { cast } from "../cast";
import { arange } from "../composite/arange";
import { moveaxis } from "../composite/moveaxis";
import { tensordot } from "../composite/tensordot";
import { divide } from "../divide";
import { greater } from "../greater";
import { greaterEqual } from "../greater_equal";
import { polynomial } from "../kinds/formula";
import { lessEqual } from "../less_equal";
import { logicalAnd } from "../logical_and";
import { maximum } from "../maximum";
import { multiply } from "../multiply";
import { sin } from "../sin";
import { square } from "../square";
import { subtract } from "../subtract";
import { sum } from "../sum";
import { take } from "../take";
import { reshape } from "../view/reshape";
import { where } from "../where";

/** The weight of a cell at a distance, in cells. */
const KERNELS: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  linear: (x) => maximum(subtract(1, x), 0),
  cubic: (x) => {
    const near = polynomial(x, [1.5, -2.5, 0, 1]);
    const far = polynomial(x, [-0.5, 2.5, -4, 2]);
    return where(greaterEqual(x, 2), 0, where(greaterEqual(x, 1), far, near));
  },
  lanczos3: (x) => lanczos(3, x),
  lanczos5: (x) => lanczos(5, x),
};

function lanczos(radius: number, x: Tensor): Tensor {
  const away = greater(x, 1e-3);
  const angle = multiply(where(away, x, 1), Math.PI);
  const y = divide(multiply(multiply(radius, sin(angle)), sin(divide(angle, radius))), square(angle));
  return where(greater(x, radius), 0, where(away, y, 1));
}

/** How much of each old cell [size] each new one [out] is made of. */
function weightsOf(
  size: number,
  out: number,
  scale: Tensor,
  shift: Tensor,
  method: string,
  antialias: boolean,
): Tensor {
  const inverse = divide(1, scale);
  const at = subtract(multiply(subtract(add(arange(out), 0.5), shift), inverse), 0.5);
  const apart = absolute(subtract(reshape(at, [1, out]), reshape(arange(size), [size, 1])));
  const weights = KERNELS[method]!(antialias ? divide(apart, maximum(inverse, 1)) : apart);
  const total = sum(weights, { axis: 0, keepdims: true });
  const known = greater(absolute(total), 1000 * 2 ** -23);
  const inside = logicalAnd(greaterEqual(at, -0.5), lessEqual(at, size - 0.5));
  return where(logicalAnd(known, reshape(inside, [1, out])), divide(weights, where(known, total, 1)), 0);
}

/**
 * Images stretched and moved along some axes, a scale and a translation for each. Methods: "linear", "cubic", "lanczos3",
 * "lanczos5", and the first two with "bi" or "tri" before them.
 *
 * @throws ValueError for an unknown method.
 * @example ops.image.scaleAndTranslate(ops.ones([4, 4]), [8, 8], [2, 2], [0, 0], [0, 1], "linear").shape // [ 8, 8 ]
 */
export const scaleAndTranslate: (
  images: TensorLike,
  outputShape: Dims,
  scale: TensorLike,
  translation: TensorLike,
  spatialDims: readonly number[],
  method: string,
  options?: { antialias?: boolean },
) => Tensor = callable(
  "scale_and_translate",
  (
    images: TensorLike,
    outputShape: Dims,
    scale: TensorLike,
    translation: TensorLike,
    spatialDims: readonly number[],
    method: string,
    options?: { antialias?: boolean },
  ): Tensor => {
    const name = "scale_and_translate";
    const { antialias = true } = checkOptions(name, options, ["antialias"], "{ antialias: false } at the end");
    const own = method.replace(/^(bi|tri)/, "");
    if (!(own in KERNELS)) {
      throw new ValueError(name, "the method is unknown", {
        expected: Object.keys(KERNELS).join(", "),
        received: { method },
      });
    }
    let x = cast(toTensor(name, images), "float32");
    const [scales, shifts] = [cast(toTensor(name, scale), "float32"), cast(toTensor(name, translation), "float32")];
    for (const [i, axis] of spatialDims.entries()) {
      const at = normalizeAxis(name, axis, x.rank);
      const weights = weightsOf(x.dims[at]!, outputShape[at]!, take(scales, i), take(shifts, i), own, antialias);
      x = moveaxis(tensordot(x, weights, { axes: [[at], [0]] }), -1, at);
    }
    return x;
  },
);
