import { add } from "../add";
import { arctan2 } from "../arctan2";
import { type Formula, formula } from "../kinds/formula";
import { multiply } from "../multiply";
import { sqrt } from "../sqrt";
import { subtract } from "../subtract";

/**
 * The angle from 0 to pi of a cosine.
 *
 * @example K.eval(ops.arccos([1, 0])) // [0.        1.5707964]
 */
export const arccos: Formula = formula("arccos", (x) => arctan2(sqrt(multiply(subtract(1, x), add(1, x))), x));
