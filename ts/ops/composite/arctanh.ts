import { type Formula, formula } from "../kinds/formula";
import { log1p } from "../log1p";
import { multiply } from "../multiply";
import { negative } from "../negative";
import { subtract } from "../subtract";

/**
 * The inverse of the hyperbolic tangent, from -1 to 1.
 *
 * @example K.eval(ops.arctanh([0, 1])) // [ 0. inf]
 */
export const arctanh: Formula = formula("arctanh", (x) => multiply(0.5, subtract(log1p(x), log1p(negative(x)))));
