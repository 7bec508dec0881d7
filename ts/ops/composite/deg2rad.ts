import { type Formula, formula } from "../kinds/formula";
import { multiply } from "../multiply";

/**
 * Degrees as radians.
 *
 * @example K.eval(ops.deg2rad([180])) // [3.1415927]
 */
export const deg2rad: Formula = formula("deg2rad", (x) => multiply(x, Math.PI / 180));
