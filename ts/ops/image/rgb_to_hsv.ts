import type { Tensor } from "../../core/tensor";
import { absolute } from "../absolute";
import { add } from "../add";
import { cast } from "../cast";
import { divide } from "../divide";
import { equal } from "../equal";
import { greater } from "../greater";
import { colours, type ImageFunction } from "../kinds/pictures";
import { less } from "../less";
import { maximum } from "../maximum";
import { minimum } from "../minimum";
import { multiply } from "../multiply";
import { subtract } from "../subtract";
import { where } from "../where";

/**
 * Red, green and blue, from 0 to 1, as hue, saturation and value.
 *
 * @throws ShapeError unless the images have three channels.
 * @example K.eval(ops.image.rgbToHsv([[[0, 1, 0]]])) // [[[0.33333334 1.        1.       ]]]
 */
export const rgbToHsv: ImageFunction = colours("rgb_to_hsv", "rgbToHsv", (planes) => {
  const [r, g, b] = planes.map((x) => where(less(absolute(x), 2 ** -23), 0, x)) as [Tensor, Tensor, Tensor];
  const value = maximum(maximum(r, g), b);
  const range = subtract(value, minimum(minimum(r, g), b));
  const [bright, coloured] = [greater(value, 0), greater(range, 0)];
  const saturation = where(bright, divide(range, where(bright, value, 1)), 0);
  const unit = divide(1, multiply(6, where(coloured, range, 1)));
  const other = where(
    equal(value, g),
    add(multiply(unit, subtract(b, r)), 2 / 6),
    add(multiply(unit, subtract(r, g)), 4 / 6),
  );
  const hue = where(equal(value, r), multiply(unit, subtract(g, b)), other);
  return [add(where(coloured, hue, 0), cast(less(hue, 0), "float32")), saturation, value];
});
