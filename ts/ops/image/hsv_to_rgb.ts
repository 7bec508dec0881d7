import { absolute } from "../absolute";
import { add } from "../add";
import { clip } from "../composite/clip";
import { mod } from "../composite/mod";
import { colours, type ImageFunction } from "../kinds/pictures";
import { multiply } from "../multiply";
import { subtract } from "../subtract";

/**
 * Hue, saturation and value as red, green and blue, from 0 to 1.
 *
 * @throws ShapeError unless the images have three channels.
 * @example K.eval(ops.image.hsvToRgb([[[0.5, 1, 1]]])) // [[[0. 1. 1.]]]
 */
export const hsvToRgb: ImageFunction = colours("hsv_to_rgb", "hsvToRgb", ([hue, saturation, value]) => {
  const turn = multiply(mod(hue, 1), 6);
  const rest = subtract(1, saturation);
  const shares = [
    subtract(absolute(subtract(turn, 3)), 1),
    subtract(2, absolute(subtract(turn, 2))),
    subtract(2, absolute(subtract(turn, 4))),
  ];
  return shares.map((share) => multiply(value, add(rest, multiply(saturation, clip(share, 0, 1)))));
});
