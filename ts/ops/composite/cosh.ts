import { add } from "../add";
import { exp } from "../exp";
import { type Formula, formula } from "../kinds/formula";
import { negative } from "../negative";
import { subtract } from "../subtract";

/**
 * The hyperbolic cosine.
 *
 * @example K.eval(ops.cosh(0)) // 1
 */
export const cosh: Formula = formula("cosh", (x) => add(exp(subtract(x, Math.LN2)), exp(negative(add(x, Math.LN2)))));
