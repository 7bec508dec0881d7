import { type Formula, formula, odd } from "../kinds/formula";
import { power } from "../power";

/**
 * The cube root.
 *
 * @example K.eval(ops.cbrt([8, -8])) // [ 2. -2.]
 */
export const cbrt: Formula = formula("cbrt", (x) => odd(x, (a) => power(a, 1 / 3)));
