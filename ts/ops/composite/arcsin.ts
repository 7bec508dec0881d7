import { add } from "../add";
import { arctan2 } from "../arctan2";
import { type Formula, formula } from "../kinds/formula";
import { multiply } from "../multiply";
import { sqrt } from "../sqrt";
import { subtract } from "../subtract";

/**
 * The angle from -pi/2 to pi/2 of a sine.
 *
 * @example K.eval(ops.arcsin([0, 1])) // [0.        1.5707964]
 */
export const arcsin: Formula = formula("arcsin", (x) => arctan2(x, sqrt(multiply(subtract(1, x), add(1, x)))));
