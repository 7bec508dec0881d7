import { add } from "../add";
import { erf } from "../erf";
import { exp } from "../exp";
import { type Formula, formula, polynomial } from "../kinds/formula";
import { less } from "../less";
import { maximum } from "../maximum";
import { multiply } from "../multiply";
import { reciprocal } from "../reciprocal";
import { square } from "../square";
import { subtract } from "../subtract";
import { where } from "../where";

/** exp of this polynomial in 1 / (1 + x / 2) and x^2: W. Press et al., Numerical Recipes, 6.2; error below 1.2e-7 of the value. */
const COEFFICIENTS = [
  ...[0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807],
  ...[-0.18628806, 0.09678418, 0.37409196, 1.00002368, -1.26551223],
];

/**
 * 1 - erf(x), as exact for large x.
 *
 * @example K.eval(ops.erfc([0, 100])) // [1. 0.]
 */
export const erfc: Formula = formula("erfc", (x) => {
  const a = maximum(x, 0.5);
  const t = reciprocal(add(1, multiply(0.5, a)));
  const far = multiply(t, exp(subtract(polynomial(t, COEFFICIENTS), square(a))));
  return where(less(x, 0.5), subtract(1, erf(x)), far);
});
