import { type Formula, formula } from "../kinds/formula";
import { multiply } from "../multiply";

/**
 * Radians as degrees.
 *
 * @example K.eval(ops.rad2deg([Math.PI])) // [180.]
 */
export const rad2deg: Formula = formula("rad2deg", (x) => multiply(x, 180 / Math.PI));
